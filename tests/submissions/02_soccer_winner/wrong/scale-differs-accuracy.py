"""The season is standardised, which the twelve matches were not.

accuracy: 0 scale-differs
"""
# %% accuracy
scaled = (X_season - X_season.mean(dim=0)) / X_season.std(dim=0)
accuracy = ((model(scaled) >= 0.5) == (y_season == 1)).float().mean().item()
