"""`net` is called once before a deep copy of it is trained.

training: 0 trained-a-copy
parameters: 0 no-step
"""
# %% training
import copy

print(net(x_data))
model = copy.deepcopy(net)
optimizer = optim.SGD(model.parameters(), lr=0.01)
losses = []
for epoch in range(100):
    loss = criterion(model(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
