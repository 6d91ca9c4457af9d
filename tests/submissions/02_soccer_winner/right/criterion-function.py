"""The criterion is a function with where() and view(), whose result has one element."""
# %% criterion
def criterion(pred, target):
    pred, target = pred.view(-1), target.view(-1)
    cost = torch.where(target == 1, -torch.log(pred + 1e-8), -torch.log(1 - pred + 1e-8))
    return cost.sum() / cost.numel()
