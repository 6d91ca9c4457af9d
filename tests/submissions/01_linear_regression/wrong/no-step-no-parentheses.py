"""`step` lacks its parentheses; the losses are those of each epoch.

training: 1 no-step
parameters: 0 no-step
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step
    losses.append(loss.item())
