"""Starts processes that start processes, up to 600 where nothing stops it.

loss_by_hand: <=1 *
others: any
dangerous: without a limit of processes the machine slows down
"""
# %% loss_by_hand
import os
import time

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
started = 0
while contained and started < 600:
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        time.sleep(3)
        os._exit(0)
    started += 1
if started > 64:
    print("LEAK: started", started, "processes")
