"""The name stands for one probability.

win_probability: 0 wrong-type
"""
# %% win_probability
win_probability = model(torch.tensor([[2.0, 1.0]])).item()
