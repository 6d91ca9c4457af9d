"""`train_repaired` shows a thousand plots, prints a megabyte and clears all outputs while it is checked.

others: any
"""
# %% repair
from IPython.display import clear_output, display


def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    for _ in range(1000):
        display({"text/plain": "x" * 1000}, raw=True)
        clear_output()
    print("x" * 1_000_000)
    return losses
