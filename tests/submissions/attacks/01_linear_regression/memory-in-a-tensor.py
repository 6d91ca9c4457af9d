"""Fills 4 GB of memory with tensors of ones.

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
kept = []
for count in range(64 if contained else 0):
    kept.append(torch.ones(2**24))
    if count >= 40:
        print("LEAK: holds", (count + 1) * 64, "MB")
        break
