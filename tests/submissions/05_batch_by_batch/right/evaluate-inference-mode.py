"""`inference_mode`, and the answers of all batches put together first."""
# %% evaluate
@torch.inference_mode()
def evaluate(model, loader, criterion):
    was_training = model.training
    model.eval()
    batches = [(model(x), y) for x, y in loader]
    scores = torch.cat([s for s, _ in batches])
    labels = torch.cat([y for _, y in batches])
    model.train(was_training)
    return criterion(scores, labels).item(), (scores.max(dim=1).indices == labels).float().mean().item()
