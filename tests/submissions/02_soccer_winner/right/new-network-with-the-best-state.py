"""A copy of the best state is put into a new network, which takes the place of `model`."""
# %% training
import copy

losses = []
lowest = 1.0
model.train()
for epoch in range(70):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if loss.item() < lowest:
        lowest, best = loss.item(), copy.deepcopy(model.state_dict())
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
model.load_state_dict(best)
