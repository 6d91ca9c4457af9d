"""A cell never ends, and catches every exception.

repair: 0 *
transfer: 0 *
"""
# %% repair
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
