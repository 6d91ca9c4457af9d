"""`append` is not indented, so that it runs once.

training: 4 losses-missing
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

losses.append(loss.item())
