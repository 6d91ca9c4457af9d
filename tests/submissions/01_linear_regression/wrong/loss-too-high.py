"""Weight decay pulls the parameters to 0: the updates use the right gradients, and stop short of the line.

training: 3 loss-too-high
"""
# %% training
optimizer = optim.SGD(net.parameters(), lr=0.01, weight_decay=5.0)
losses = []
for epoch in range(300):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
