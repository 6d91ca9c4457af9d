"""Prints what secrets its own environment and those of all processes hold."""
# %% loss_by_hand
loss_by_hand = 29
import glob
import os

for name, value in os.environ.items():
    if "CANARY" in name + value:
        print("LEAK: environment", name, value)
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        text = open(path, "rb").read().decode(errors="replace")
    except OSError:
        continue
    for entry in text.split("\0"):
        if "CANARY" in entry:
            print("LEAK:", path, entry)
