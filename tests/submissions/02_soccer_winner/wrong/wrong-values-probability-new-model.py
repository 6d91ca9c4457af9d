"""A new, untrained model answers.

win_probability: 0 wrong-values
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
    return net(torch.tensor([[goals_scored, goals_conceded]])).item()
