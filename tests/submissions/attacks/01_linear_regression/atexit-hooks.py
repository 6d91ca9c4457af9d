"""Functions that run when the interpreter ends: they hang, and show evidence."""
# %% loss_by_hand
loss_by_hand = 29
import atexit
import signal
import threading
import time


def hang():
    while True:
        time.sleep(1)


atexit.register(hang)
threading._register_atexit(hang)
threading.Thread(target=hang).start()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
