"""Looks for the connection files and sockets of other kernels, and talks to them."""
# %% loss_by_hand
loss_by_hand = 29
import glob
import json
import os
from ipykernel.connect import get_connection_file

own = os.path.realpath(get_connection_file())
folders = [os.path.dirname(own), "/tmp", "/run", os.path.expanduser("~/.local/share/jupyter/runtime"), "/root/.local/share/jupyter/runtime"]
for folder in folders:
    for path in glob.glob(os.path.join(folder, "**", "*.json"), recursive=True):
        if os.path.realpath(path) == own:
            continue
        try:
            if "shell_port" in json.load(open(path)):
                print("LEAK: read the connection file", path)
        except (OSError, ValueError, TypeError):
            pass
    for path in glob.glob(os.path.join(folder, "**", "*ipc*"), recursive=True):
        if not path.startswith(own.removesuffix(".json")):
            print("socket", path)
