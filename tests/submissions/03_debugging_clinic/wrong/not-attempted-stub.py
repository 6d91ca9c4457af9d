"""The bodies are deleted.

case_2: 0 not-attempted
case_6: 0 not-attempted
"""
# %% case_2
def case_2(net, x, y, epochs):
    ...
# %% case_6
def case_6(net, x, y, epochs):
    """To do."""
