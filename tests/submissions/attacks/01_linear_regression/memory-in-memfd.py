"""Fills 4 GB of memory files that have no name, and forty small ones that are written and never mapped.

dangerous: without a limit it takes the machine's memory
"""
# %% loss_by_hand
import os

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
kept, block = [], b"\1" * 2**24
try:
    for number in range(40 if contained else 0):
        kept.append(os.memfd_create(f"m{number}"))
        for _ in range(7):
            os.write(kept[-1], block)
except OSError:
    pass
if kept:
    print("LEAK: a file in memory that is in no file system")
