"""The features are overwritten by standardised ones; everything that comes later is scaled in the same way.

training: 3 scale-differs
"""
# %% training
mean, std = X.mean(0), X.std(0)
X = (X - mean) / std
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% accuracy
model.eval()
with torch.no_grad():
    accuracy = ((model((X_season - mean) / std) >= 0.5) == (y_season == 1)).float().mean().item()
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    match = (torch.tensor([[float(goals_scored), float(goals_conceded)]]) - mean) / std
    with torch.no_grad():
        return model(match).item()
