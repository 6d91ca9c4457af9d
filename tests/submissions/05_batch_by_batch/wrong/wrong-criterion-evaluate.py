"""The criterion that was given is not used.

evaluate: 2 wrong-criterion
"""
# %% evaluate
def evaluate(model, loader, criterion):
    model.eval()
    total, right, rows = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            scores = model(x)
            total += nn.functional.cross_entropy(scores, y).item() * len(x)
            right += (scores.argmax(dim=1) == y).sum().item()
            rows += len(x)
    model.train()
    return total / rows, right / rows
