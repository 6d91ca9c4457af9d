"""A cell never ends, and can be interrupted.

repair: 0 *
"""
# %% repair
while True:
    pass
