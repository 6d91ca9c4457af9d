"""Writes a sparse file of 100 GB, and truncates it to 1 TB."""
# %% loss_by_hand
loss_by_hand = 29
import os

for folder in (os.getcwd(), "/tmp"):
    try:
        with open(os.path.join(folder, "grader-attack-sparse"), "wb") as file:
            file.truncate(2**40)
            print("LEAK: a file of", os.path.getsize(file.name), "bytes")
    except OSError:
        pass
