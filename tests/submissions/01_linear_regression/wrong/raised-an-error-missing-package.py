"""The loop imports a package that nobody has.

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
    import progress_of_epochs

    losses.append(loss.item())
