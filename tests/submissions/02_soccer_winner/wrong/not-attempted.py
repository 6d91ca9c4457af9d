"""The notebook as it was handed out.

data: 0 not-attempted
model: 0 not-attempted
criterion: 0 not-attempted
bce_by_hand: 0 not-attempted
optimizer: 0 not-attempted
training: 0 not-attempted
accuracy: 0 not-attempted
win_probability: 0 not-attempted
repair: 0 not-attempted
transfer: 0 not-attempted
"""
# %% data
# The features of the twelve matches, and their results.
X = ...
y = ...
# %% model
torch.manual_seed(18)
# Linear, ReLU, Linear, Sigmoid, with 10 hidden numbers.
model = ...
# %% criterion
# Binary cross-entropy, from torch.nn.
criterion = ...
# %% bce_by_hand
# The loss of predicting 0.8 for a win.
bce_by_hand = ...
# %% optimizer
# Adam, learning rate 0.1.
optimizer = ...
# %% training
# 50 epochs; the loss of each, as a float.
losses = ...
# %% accuracy
# The share of the twelve matches that the model gets right.
accuracy = ...
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    """Return the model's probability of a win for one match, as a float."""
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCEWithLogitsLoss()
    optimizer = optim.Adam(new_model().parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
# %% transfer
def train_classifier(X, y):
    """Return a model, trained on X (n, d) and y (n, 1), that gives probabilities (m, 1)."""
