"""The weights of the lowest loss so far are kept, and put back after the loop."""
# %% training
import copy

losses = []
best, best_weights = float("inf"), None
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    if loss.item() < best:
        best, best_weights = loss.item(), copy.deepcopy(net.state_dict())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
net.load_state_dict(best_weights)
