"""Two tensors of one number each."""
# %% evaluate
def evaluate(model, loader, criterion):
    model.eval()
    torch.set_grad_enabled(False)
    loss, right, n = torch.tensor(0.0), torch.tensor(0.0), 0
    for x, y in loader:
        scores = model(x)
        loss += criterion(scores, y) * len(x)
        right += torch.eq(torch.argmax(scores, -1), y).sum()
        n += len(x)
    torch.set_grad_enabled(True)
    model.train()
    return loss / n, right / n
