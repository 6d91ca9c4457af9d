"""One tensor of all numbers is cut into features and targets."""
# %% data
data = torch.tensor(matches)
X, y = data[:, 0:2], data[:, 2:3]
# %% bce_by_hand
import math
bce_by_hand = round(-math.log(0.8), 4)
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    model.eval()
    row = torch.zeros(1, 2)
    row[0, 0] = goals_scored
    row[0, 1] = goals_conceded
    return float(model(row)[0, 0].detach())
