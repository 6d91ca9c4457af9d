"""Takes shared memory, queues and semaphores of System V, which no process holds once they are filled.

dangerous: without a limit it takes the machine's memory
"""
# %% loss_by_hand
import ctypes
import os

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
made = []
for number in range(64 if contained else 0):
    segment = libc.shmget(0, 2**26, 0o1600)
    if segment < 0:
        break
    made.append(segment)
    place = libc.shmat(segment, None, 0)
    ctypes.memset(place, 1, 2**26)
    libc.shmdt(ctypes.c_void_p(place))
if made or libc.msgget(0, 0o1600) >= 0 or libc.semget(0, 100, 0o1600) >= 0:
    print("LEAK: memory of System V")
