"""A list below 10 is made up.

case_3: 0 no-step
"""
# %% case_3
def case_3(net, x, y, epochs):
    return [9.0] * epochs
