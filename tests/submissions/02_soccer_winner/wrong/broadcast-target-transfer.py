"""The predictions are flattened, the targets are not: the model gives the mean of the targets for every row.

transfer: 0 broadcast-target
"""
# %% transfer
def train_classifier(X, y):
    model = nn.Sequential(nn.Linear(X.shape[1], 1), nn.Sigmoid())
    optimizer = optim.Adam(model.parameters(), lr=0.3)
    for epoch in range(200):
        loss = ((model(X).flatten() - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
