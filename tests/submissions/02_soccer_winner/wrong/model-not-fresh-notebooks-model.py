"""The notebook's model is trained on and returned.

transfer: 0 model-not-fresh
"""
# %% transfer
def train_classifier(X, y):
    opt = optim.Adam(model.parameters(), lr=0.05)
    for epoch in range(200):
        loss = nn.BCELoss()(model(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return model
