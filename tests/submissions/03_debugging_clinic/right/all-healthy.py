"""The healthy function is the repair of five patients."""
# %% case_1
case_1 = healthy
# %% case_2
case_2 = healthy
# %% case_3
case_3 = healthy
# %% case_5
case_5 = healthy
# %% case_6
def case_6(net, x, y, epochs):
    """Train the network itself."""
    return healthy(net, x, y, epochs)
