"""A deep copy is trained, and `net` stays as it was.

training: 0 trained-a-copy
parameters: 0 no-step
"""
# %% training
import copy

model = copy.deepcopy(net)
optimizer = optim.SGD(model.parameters(), lr=0.01)
losses = []
for epoch in range(100):
    loss = criterion(model(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
