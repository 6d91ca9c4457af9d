"""The name stands for what the function returned.

repair: 0 wrong-type
"""
# %% repair
def train(model, X, y, epochs):
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = nn.BCELoss()(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

train_repaired = train(new_model(), X, y, 50)
