"""The forward and backward pass stand in a closure that the optimizer calls."""
# %% training
losses = []

def closure():
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    return loss

for epoch in range(50):
    loss = optimizer.step(closure)
    losses.append(loss.item())
# %% repair
def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    def closure():
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        return loss
    model.train()
    return [optimizer.step(closure).item() for _ in range(epochs)]
