"""Counts the processes of others that it could signal, and those that it can see."""
# %% loss_by_hand
loss_by_hand = 29
import os

numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
if len(numbers) > 64:
    print("LEAK: sees", len(numbers), "processes")
for number in range(2, 70_000):
    try:
        os.kill(number, 0)
    except (PermissionError, ProcessLookupError):
        continue
    try:
        line = open(f"/proc/{number}/cmdline").read().replace("\0", " ")
    except OSError:
        line = ""
    if "pytest" in line or "grader autograde" in line or "bwrap" in line:
        print("LEAK: may signal", number, line[:80])
