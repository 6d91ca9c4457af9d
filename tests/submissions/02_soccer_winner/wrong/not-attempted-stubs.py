"""The loop is left as it was, and the functions hold `pass`, a stub's error and a comment with the given text.

training: 0 not-attempted
win_probability: 0 not-attempted
repair: 0 not-attempted
transfer: 0 not-attempted
"""
# %% training
# 50 epochs; the loss of each, as a float.
losses = ...
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    """Return the model's probability of a win for one match, as a float."""
    pass
# %% repair
def train_repaired(model, X, y, epochs):
    # what is wrong here?
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
    raise NotImplementedError()
