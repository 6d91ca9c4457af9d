"""Targets and predictions changed places in the loop, which soon ends in an error.

training: 1 wrong-criterion
"""
# %% training
losses = []
for epoch in range(50):
    loss = criterion(y, model(X))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
