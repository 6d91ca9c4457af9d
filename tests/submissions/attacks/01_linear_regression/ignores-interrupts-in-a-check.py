"""The function that a check calls ignores interrupts and never ends.

transfer: 0 timed-out
"""
# %% transfer
import signal
import time


def fit_line(x, y):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        time.sleep(1)
