"""The function that a check calls stops the process.

transfer: 0 timed-out
"""
# %% transfer
import os
import signal


def fit_line(x, y):
    os.kill(os.getpid(), signal.SIGSTOP)
