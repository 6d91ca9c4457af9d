"""A thread holds the lock without which nothing is sent.

repair: 0 timed-out
transfer: 0 timed-out
"""
# %% repair
import threading
import time

kernel = get_ipython().outputs._send.__self__


def hold():
    with kernel._sending:
        time.sleep(300)


threading.Thread(target=hold, daemon=True).start()
time.sleep(0.1)
