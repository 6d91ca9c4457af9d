"""The function trains on the mornings of the notebook.

case_1: 0 wrong-values
"""
# %% case_1
def case_1(net, inputs, targets, epochs):
    return healthy(net, x, y, epochs)
