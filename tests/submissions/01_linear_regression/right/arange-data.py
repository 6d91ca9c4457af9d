"""The data come from arange, the targets from the formula."""
# %% data
x_data = torch.arange(1, 4, dtype=torch.float32).unsqueeze(1)
y_data = 2 * x_data + 1
# %% loss_by_hand
loss_by_hand = sum((x - (2 * x + 1)) ** 2 for x in (1, 2, 3))
