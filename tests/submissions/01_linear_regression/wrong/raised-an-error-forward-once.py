"""The forward pass stands before the loop, so that the second backward pass fails.

training: 3 raised-an-error
parameters: 0 not-converged
"""
# %% training
losses = []
outputs = net(x_data)
for epoch in range(100):
    loss = criterion(outputs, y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
