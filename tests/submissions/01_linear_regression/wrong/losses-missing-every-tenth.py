"""Only every tenth loss is recorded.

training: 4 losses-missing
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 10 == 0:
        losses.append(loss.item())
