"""The slope by hand comes from PyTorch."""

# %% slope_by_hand
w = torch.tensor(1.0, requires_grad=True)
((3 * w - 6) ** 2).backward()
slope_by_hand = w.grad
