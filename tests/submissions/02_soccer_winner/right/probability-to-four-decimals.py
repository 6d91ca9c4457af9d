"""The probability of a new match is worked out in a batch of one and rounded to four decimals."""
# %% win_probability
def win_probability(goals_scored: float, goals_conceded: float) -> float:
    was_training = model.training
    model.eval()
    with torch.no_grad():
        batch = torch.as_tensor([[goals_scored, goals_conceded]], dtype=torch.float)
        probability = model(batch).squeeze().tolist()
    model.train(was_training)
    return round(probability, 4)
