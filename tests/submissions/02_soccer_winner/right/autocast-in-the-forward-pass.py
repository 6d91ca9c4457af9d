"""The forward pass alone runs under autocast."""
# %% training
losses = []
model.train()
for epoch in range(80):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        probabilities = model(X)
    loss = criterion(probabilities.float(), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
