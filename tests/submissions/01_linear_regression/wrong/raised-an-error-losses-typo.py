"""A typing mistake in `append` stops the loop after its first step.

training: 2 raised-an-error
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.apend(loss.item())
