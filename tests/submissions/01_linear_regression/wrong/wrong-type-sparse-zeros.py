"""A sparse tensor holds zeros.

data: 0 wrong-type
"""
# %% data
x_data = torch.zeros(3, 1).to_sparse()
y_data = torch.tensor([[3.0], [5.0], [7.0]])
# %% training
x_data = torch.tensor([[1.0], [2.0], [3.0]])
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
