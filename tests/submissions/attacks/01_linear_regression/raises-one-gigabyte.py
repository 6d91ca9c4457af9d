"""An exception whose message and traceback are hundreds of megabytes.

loss_by_hand: <=1 *
others: any
dangerous: without a limit the grader holds all of it
"""
# %% loss_by_hand
import os

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
raise ValueError("x\n" * (100_000_000 if contained else 1))
