"""The accuracy is a tensor of rounded probabilities that equal the targets."""
# %% accuracy
with torch.inference_mode():
    accuracy = model(X).round().eq(y).sum() / len(y)
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    with torch.inference_mode():
        return model(torch.tensor([float(goals_scored), float(goals_conceded)])).item()
