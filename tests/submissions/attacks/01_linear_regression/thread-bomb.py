"""Starts as many threads as it can, up to 2,000.

loss_by_hand: <=1 *
others: any
dangerous: without a limit of threads the machine slows down
"""
# %% loss_by_hand
import os
import threading
import time

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
started = 0
try:
    while contained and started < 2000:
        threading.Thread(target=time.sleep, args=(2,), daemon=True).start()
        started += 1
except RuntimeError:
    pass
if started > 200:
    print("LEAK: started", started, "threads")
