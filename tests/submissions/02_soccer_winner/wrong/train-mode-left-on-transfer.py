"""Dropout of 0.9 is never switched off, so the returned model answers at random.

transfer: 0 train-mode-left-on
"""
# %% transfer
def train_classifier(X, y):
    classifier = nn.Sequential(nn.Linear(X.shape[1], 20), nn.ReLU(), nn.Dropout(0.9), nn.Linear(20, 1), nn.Sigmoid())
    optimizer = optim.Adam(classifier.parameters(), lr=0.1)
    classifier.train()
    for _ in range(50):
        loss = nn.BCELoss()(classifier(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return classifier
