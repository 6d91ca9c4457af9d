"""Touches one byte in every two megabytes of addresses: the pages are the system's page of zeros, their tables are not.

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
kept, reserved = [], 0
try:
    while contained and reserved < 2**42:
        area = mmap.mmap(-1, 2**32, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ)
        kept.append(area)
        reserved += 2**32
        for place in range(0, 2**32, 2**21):
            area[place]
except (OSError, MemoryError):
    pass
tables = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmPTE"))
if tables > 2**19:
    print("LEAK: tables of pages hold", tables, "kB")
