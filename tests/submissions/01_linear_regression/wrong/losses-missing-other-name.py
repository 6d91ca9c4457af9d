"""The list has another name.

training: 4 losses-missing
"""
# %% training
loss_list = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    loss_list.append(loss.item())
