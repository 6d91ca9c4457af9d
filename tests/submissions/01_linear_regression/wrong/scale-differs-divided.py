"""The loop divides the inputs by 10, and the learning rate is too small for these.

training: 3 scale-differs
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data / 10), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
