"""A formula by hand without its minus sign, which training drives the wrong way.

criterion: 0 wrong-criterion
training: 1 wrong-criterion
"""
# %% criterion
def criterion(p, t):
    p = p.clamp(1e-7, 1 - 1e-7)
    return (t * torch.log(p) + (1 - t) * torch.log(1 - p)).mean()
