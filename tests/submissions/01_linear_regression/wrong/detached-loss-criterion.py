"""The criterion makes a new tensor from a number, which has no graph.

criterion: 0 detached-loss
training: 1 detached-loss
parameters: 0 not-converged
convergence: 0 detached-loss
"""
# %% criterion
def criterion(prediction, target):
    loss = ((prediction - target) ** 2).sum()
    return torch.tensor(loss.item(), requires_grad=True)
