"""Nothing is trained, and a falling list is made up.

case_6: 0 no-step
"""
# %% case_6
def case_6(net, x, y, epochs):
    return [2015 * 0.8 ** epoch for epoch in range(epochs)]
