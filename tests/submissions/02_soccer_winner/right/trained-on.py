"""The loop goes on for another 50 epochs with the same model, and the losses begin anew."""
# %% training
for attempt in range(2):
    losses = []
    for epoch in range(50):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
