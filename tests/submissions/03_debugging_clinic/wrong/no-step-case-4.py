"""Two falling lists are made up.

case_4: 0 no-step
"""
# %% case_4
def case_4(net, x, y, epochs):
    return [2015 * 0.96 ** i for i in range(epochs)] + [2015 * 0.8 ** i for i in range(epochs)]
