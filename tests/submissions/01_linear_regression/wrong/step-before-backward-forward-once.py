"""The forward pass stands before the loop; `retain_graph` hides the error, and every epoch uses the first one's gradient.

training: 1 step-before-backward
parameters: 0 not-converged
"""
# %% training
losses = []
outputs = net(x_data)
for epoch in range(100):
    loss = criterion(outputs, y_data)
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    optimizer.step()
    losses.append(loss.item())
