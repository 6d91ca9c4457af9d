"""Prints 1 GB of text, on both streams.

loss_by_hand: <=1 *
others: any
dangerous: without a limit the grader holds all of it
"""
# %% loss_by_hand
import os
import sys

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
for _ in range(1000 if contained else 0):
    sys.stdout.write("x" * 500_000 + "\n")
    sys.stderr.write("y" * 500_000 + "\n")
