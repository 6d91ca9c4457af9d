"""Fills 4 GB of shared anonymous memory, which counts for no process's data.

loss_by_hand: <=1 *
others: any
dangerous: without a limit it takes the machine's memory
"""
# %% loss_by_hand
import mmap
import os

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
kept = []
for count in range(64 if contained else 0):
    area = mmap.mmap(-1, 2**26, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
    for page in range(0, 2**26, 4096):
        area[page] = 1
    kept.append(area)
    if count >= 40:
        print("LEAK: holds", (count + 1) * 64, "MB of shared memory")
        break
