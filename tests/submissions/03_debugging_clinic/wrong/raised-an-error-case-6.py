"""The function takes one argument less.

case_6: 0 raised-an-error
"""
# %% case_6
def case_6(net, x, y):
    return healthy(net, x, y, 30)
