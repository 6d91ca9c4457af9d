"""The accuracy is a tensor, not a float.

accuracy: 0 wrong-type
"""
# %% accuracy
with torch.no_grad():
    accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float().mean()
