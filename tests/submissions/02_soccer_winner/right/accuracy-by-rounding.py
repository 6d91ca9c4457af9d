"""The accuracy is the fraction of rounded probabilities that equal the targets."""
# %% accuracy
with torch.inference_mode():
    accuracy = model(X_season).round().eq(y_season).sum().item() / len(y_season)
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    with torch.inference_mode():
        return model(torch.tensor([float(goals_scored), float(goals_conceded)])).item()
