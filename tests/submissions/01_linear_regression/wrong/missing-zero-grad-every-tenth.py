"""The gradients are cleared in every tenth epoch only.

training: 1 missing-zero-grad
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    if epoch % 10 == 0:
        optimizer.zero_grad()
        print(epoch)
    loss = criterion(net(x_data), y_data)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
