"""The clock stands still, runs backward and sleeps for ever, for whoever asks Python.

transfer: 0 timed-out
"""
# %% transfer
import time

time.time = time.perf_counter = time.monotonic = lambda: 0.0
time.sleep = lambda seconds: None


def fit_line(x, y):
    while True:
        pass
