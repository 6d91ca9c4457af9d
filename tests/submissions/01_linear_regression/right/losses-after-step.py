"""The loss is computed again after the step and recorded then."""
# %% training
losses = []
for epoch in range(100):
    optimizer.zero_grad()
    criterion(net(x_data), y_data).backward()
    optimizer.step()
    with torch.no_grad():
        losses.append(criterion(net(x_data), y_data).item())
