"""Intercept and slope are read off two predictions."""
# %% parameters
with torch.no_grad():
    b = net(torch.zeros(1, 1)).item()
    a = net(torch.ones(1, 1)).item() - b
