"""SIGTERM's and SIGUSR1's default: the process ends, in the cell after it.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import os
import signal
import threading

signal.signal(signal.SIGUSR1, signal.SIG_DFL)
threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGUSR1)).start()
