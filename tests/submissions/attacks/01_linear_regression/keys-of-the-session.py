"""Looks for keys of whoever grades in the keyrings of the session and of the user, and tries to add one."""
# %% loss_by_hand
import ctypes
import platform

loss_by_hand = 29
libc = ctypes.CDLL(None, use_errno=True)
add_key, request_key, keyctl = (248, 249, 250) if platform.machine() == "x86_64" else (217, 218, 219)
for ring in (-3, -4, -5):
    if libc.syscall(keyctl, 0, ring, 0) >= 0:
        print("LEAK: keyring", ring)
if libc.syscall(add_key, b"user", b"grader-attack-key", b"x", ctypes.c_size_t(1), -3) >= 0:
    print("LEAK: a key was added")
if libc.syscall(request_key, b"user", b"grader-attack-key", None, -3) >= 0:
    print("LEAK: a key was found")
try:
    for line in open("/proc/keys"):
        if "_ses: empty" not in line and "_ses: 1" not in line:
            print("LEAK: key", line)
except OSError:
    pass
