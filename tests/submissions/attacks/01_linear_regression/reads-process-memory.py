"""Reads the memory of its parents, through /proc and through ptrace.

dangerous: without a sandbox it stops the grader for a moment
"""
# %% loss_by_hand
loss_by_hand = 29
import ctypes
import glob
import os

own = os.getpid()
for path in glob.glob("/proc/[0-9]*/mem"):
    process = int(path.split("/")[2])
    if process == own:
        continue
    try:
        maps = open(f"/proc/{process}/maps").read().splitlines()
        start = int(maps[0].split("-")[0], 16)
        with open(path, "rb") as memory:
            memory.seek(start)
            if memory.read(16):
                print("LEAK: read the memory of", process, open(f"/proc/{process}/comm").read().strip())
    except (OSError, ValueError, IndexError):
        pass
libc = ctypes.CDLL(None, use_errno=True)
for process in (os.getppid(), 1):
    if process != own and process > 0 and libc.ptrace(16, process, 0, 0) == 0:
        os.waitpid(process, 0x40000000)
        libc.ptrace(17, process, 0, 0)
        print("LEAK: traced process", process)
