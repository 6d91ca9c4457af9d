"""The data come from linspace and a transposed row."""
# %% data
x_data = torch.linspace(1, 3, 3).view(3, 1)
y_data = torch.tensor([[3, 5, 7]]).float().T
# %% loss_by_hand
loss_by_hand = torch.tensor(29.0)
