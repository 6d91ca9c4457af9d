"""A typing mistake stops the loop in its first epoch.

training: 0 raised-an-error
parameters: 0 no-step
"""
# %% training
losses = []
for epoch in range(100):
    output = net(x_data)
    loss = criterion(outputs, y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
