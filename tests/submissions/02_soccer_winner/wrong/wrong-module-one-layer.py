"""The model is a logistic regression, trained for 400 epochs.

model: 0 wrong-module
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
# %% training
losses = []
for epoch in range(400):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
