"""Writes files, shared memory and an environment for whoever comes later.

dangerous: without a sandbox its files stay in the home folder and in /tmp, where others import them
"""
# %% loss_by_hand
loss_by_hand = 29
import os

for folder in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), os.getcwd(), "/run", "/run/lock", "/home"):
    try:
        with open(os.path.join(folder, "grader-attack-left-behind"), "w") as file:
            file.write("left by an earlier submission")
    except OSError:
        pass
os.environ["GRADER_ATTACK_LEFT_BEHIND"] = "1"
torch.grader_attack_left_behind = True
