"""The repair calls the sick function.

case_1: 0 broadcast-target
"""
# %% case_1
def case_1(net, x, y, epochs):
    return sick_1(net, x, y, epochs)
