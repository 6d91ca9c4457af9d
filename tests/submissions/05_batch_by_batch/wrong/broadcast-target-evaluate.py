"""Labels as a column, compared with a flat list of answers.

evaluate: 2 broadcast-target
"""
# %% evaluate
def evaluate(model, loader, criterion):
    model.eval()
    total, right, rows = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += criterion(scores, y).item() * len(x)
            right += (scores.argmax(dim=1) == y.reshape(-1, 1)).sum().item()
            rows += len(x)
    model.train()
    return total / rows, right / rows
