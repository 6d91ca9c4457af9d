"""Loss and accuracy are means over the batches.

evaluate: 1 unweighted-batch-mean
"""
# %% evaluate
def evaluate(model, loader, criterion):
    model.eval()
    total, right, rows = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += criterion(scores, y).item()
            right += (scores.argmax(dim=1) == y).float().mean().item()
            rows += 1
    model.train()
    return total / rows, right / rows
