"""Makes user and mount namespaces of its own to get capabilities there, and writes to the system from inside.

dangerous: without a sandbox root can write to the system
"""
# %% loss_by_hand
loss_by_hand = 29
import ctypes
import os

child = os.fork()
if child == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.unshare(0x10000000 | 0x00020000)
    for name, text in (("setgroups", "deny"), ("uid_map", "0 0 1"), ("gid_map", "0 0 1")):
        try:
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        except OSError:
            pass
    for place in (b"/", b"/usr", b"/etc"):
        libc.mount(None, place, None, 32 | 4096, None)
        try:
            with open(os.path.join(place.decode(), "grader-attack-wrote-this"), "w") as file:
                file.write("x")
        except OSError:
            pass
    os._exit(0)
os.waitpid(child, 0)
for place in ("/usr", "/etc"):
    if os.path.exists(os.path.join(place, "grader-attack-wrote-this")):
        print("LEAK: wrote to", place)
