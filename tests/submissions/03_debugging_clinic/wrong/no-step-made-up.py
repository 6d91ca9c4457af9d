"""A falling list is returned, and nothing is trained.

case_1: 0 no-step
"""
# %% case_1
def case_1(net, x, y, epochs):
    return [2015 * 0.8 ** epoch for epoch in range(epochs)]
