"""The loss that is sent backward is the sum of all so far; those in the list are true.

training: 1 backward-twice
parameters: 0 not-converged
"""
# %% training
losses = []
total = 0
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    total = total + loss
    optimizer.zero_grad()
    total.backward(retain_graph=True)
    optimizer.step()
    losses.append(loss.item())
