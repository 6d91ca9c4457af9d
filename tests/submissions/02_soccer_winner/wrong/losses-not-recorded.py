"""The losses were made up.

training: 4 losses-not-recorded
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
losses = [0.69 * 0.9 ** i for i in range(50)]
