"""The network stays in eval mode.

evaluate: 2 eval-mode-left-on
"""
# %% evaluate
def evaluate(model, loader, criterion):
    model.eval()
    total, right, rows = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += criterion(scores, y).item() * len(x)
            right += (scores.argmax(dim=1) == y).sum().item()
            rows += len(x)
    return total / rows, right / rows
