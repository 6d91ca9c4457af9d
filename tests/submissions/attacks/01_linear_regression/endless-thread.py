"""A cell waits for a thread that never ends.

repair: 0 timed-out
"""
# %% repair
import threading


def spin():
    while True:
        pass


thread = threading.Thread(target=spin, daemon=True)
thread.start()
thread.join()
