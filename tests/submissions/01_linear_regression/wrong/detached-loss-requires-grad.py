"""The error of a forward pass under `no_grad` is silenced with requires_grad_.

training: 1 detached-loss
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    with torch.no_grad():
        outputs = net(x_data)
    loss = criterion(outputs, y_data).requires_grad_()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
