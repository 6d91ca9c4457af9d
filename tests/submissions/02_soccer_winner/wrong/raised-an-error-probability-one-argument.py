"""The function takes one match.

win_probability: 0 raised-an-error
"""
# %% win_probability
def win_probability(match):
    return model(match).item()
