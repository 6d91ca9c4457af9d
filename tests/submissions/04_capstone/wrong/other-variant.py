"""The rows come from a neighbour's league.

split: 0 other-variant
predict: 2 other-variant
"""
# %% split
from grader.lessons.capstone.league import public

theirs, their_results = public(137)
X_train, y_train = theirs[:480], their_results[:480]
X_val, y_val = theirs[480:], their_results[480:]
