"""Fills /dev/shm, /tmp and its home with 4 GB.

loss_by_hand: <=1 *
others: any
dangerous: without a limit it takes the machine's memory or disk
"""
# %% loss_by_hand
import os

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
written = 0
for folder in ("/dev/shm", "/tmp", os.path.expanduser("~"), os.getcwd()) if contained else ():
    for number in range(24):
        try:
            with open(os.path.join(folder, f"grader-attack-{number}"), "wb") as file:
                for _ in range(4):
                    written += file.write(b"\1" * 2**24)
        except OSError:
            break
        if written > 3 * 2**30:
            break
if written > 3 * 2**30:
    print("LEAK: wrote", written // 2**20, "MB")
