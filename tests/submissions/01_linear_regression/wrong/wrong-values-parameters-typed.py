"""The numbers of somebody else's run are typed in.

parameters: 0 wrong-values
"""
# %% parameters
a = 2.1234
b = 0.7654
