"""All numbers are typed in once more, and the targets get their second dimension by unsqueeze."""
# %% data
X = torch.FloatTensor([
    [3.0, 0.5], [1.0, 1.0], [0.5, 2.0], [2.0, 1.5], [3.5, 3.0], [2.0, 2.5],
    [1.5, 1.0], [0.5, 0.5], [2.5, 0.8], [2.1, 2.0], [1.2, 0.5], [0.7, 1.5],
])
y = torch.tensor([1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0]).unsqueeze(1).float()
# %% bce_by_hand
bce_by_hand = 0.223
