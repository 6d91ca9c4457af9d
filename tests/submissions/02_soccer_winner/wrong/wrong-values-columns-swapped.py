"""Conceded goals stand first; the training on these data is right, but the model is no good for the others.

data: 0 wrong-values
training: 3 loss-too-high
"""
# %% data
X = torch.tensor([[conceded, scored] for scored, conceded, win in matches])
y = torch.tensor([[win] for scored, conceded, win in matches], dtype=torch.float32)
