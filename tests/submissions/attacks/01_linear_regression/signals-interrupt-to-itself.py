"""Sends itself SIGINT, SIGALRM and SIGUSR1 while the checks run.

loss_by_hand: <=1 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 29
import os
import signal
import threading
import time

signal.signal(signal.SIGALRM, lambda *_: 1 / 0)
signal.signal(signal.SIGUSR1, lambda *_: 1 / 0)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
threading.Thread(target=lambda: [(time.sleep(0.02), os.kill(os.getpid(), signal.SIGINT)) for _ in range(50)]).start()
