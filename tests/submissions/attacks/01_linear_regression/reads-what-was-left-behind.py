"""Looks for what an earlier submission wrote: files, shared memory, the environment, changed modules."""
# %% loss_by_hand
loss_by_hand = 29
import glob
import os
import time

time.sleep(0.5)
for folder in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), os.getcwd(), "/run", "/run/lock", "/home"):
    for path in glob.glob(os.path.join(folder, "grader-attack-*")):
        print("LEAK: an earlier submission left", path)
if "GRADER_ATTACK_LEFT_BEHIND" in os.environ or hasattr(torch, "grader_attack_left_behind"):
    print("LEAK: an earlier submission changed this process")
