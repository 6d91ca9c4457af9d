"""`step` is not indented, so that it runs once, after the loop.

training: 3 too-few-epochs
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    losses.append(loss.item())
optimizer.step()
