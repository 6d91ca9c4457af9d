"""A deep copy is trained after the model was called once.

training: 0 trained-a-copy
"""
# %% training
import copy
print(model(X))
net = copy.deepcopy(model)
optimizer = optim.Adam(net.parameters(), lr=0.1)
losses = []
net.train()
for epoch in range(50):
    loss = criterion(net(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
