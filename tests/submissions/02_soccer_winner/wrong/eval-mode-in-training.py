"""The model is put in eval mode before the loop.

training: 3 eval-mode-in-training
"""
# %% training
losses = []
model.eval()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
