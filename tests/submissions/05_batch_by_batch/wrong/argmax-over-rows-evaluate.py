"""The highest score of each class, not of each row.

evaluate: 2 argmax-over-rows
"""
# %% evaluate
def evaluate(model, loader, criterion):
    model.eval()
    total, right, rows = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += criterion(scores, y).item() * len(x)
            right += (scores.argmax(dim=0) == y).sum().item()
            rows += len(x)
    model.train()
    return total / rows, right / rows
