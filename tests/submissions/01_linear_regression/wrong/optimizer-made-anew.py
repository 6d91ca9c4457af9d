"""Each epoch makes an optimizer with momentum of its own.

training: 3 optimizer-made-anew
"""
# %% training
losses = []
for epoch in range(100):
    optimizer = optim.SGD(net.parameters(), lr=0.01, momentum=0.5)
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
