"""The losses are detached one-element tensors, which are no plain numbers.

training: 4 losses-not-floats
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.detach().clone())
