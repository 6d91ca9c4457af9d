"""`zero_grad` lacks its parentheses, so that it is never called.

training: 1 missing-zero-grad
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    outputs = net(x_data)
    loss = criterion(outputs, y_data)
    optimizer.zero_grad
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
