"""Writes 1 GB to file descriptors 1 and 2, past Python's streams.

loss_by_hand: <=1 *
others: any
dangerous: without a limit a log or the grader holds all of it
"""
# %% loss_by_hand
import os

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
for _ in range(500 if contained else 0):
    os.write(1, b"x" * 1_000_000)
    os.write(2, b"x" * 1_000_000)
