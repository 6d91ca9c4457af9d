"""The learning rate decays after the check, and long gradients are clipped."""
# %% training
scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=40, gamma=0.5)
losses = []
for epoch in range(80):
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    scheduler.step()
    losses.append(loss.item())
