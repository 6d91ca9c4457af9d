"""Fills 4 GB of memory files that have no name.

loss_by_hand: <=1 *
others: any
dangerous: without a limit it takes the machine's memory
"""
# %% loss_by_hand
import os

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
kept = [os.memfd_create(f"m{number}") for number in range(4)]
block, written = b"\1" * 2**24, 0
try:
    while contained and written < 2**31 + 2**29:
        written += os.write(kept[written // 2**30], block)
except OSError:
    pass
if written > 2**31 + 2**28:
    print("LEAK: holds", written // 2**20, "MB in memory files")
