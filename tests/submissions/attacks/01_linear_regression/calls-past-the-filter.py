"""Calls what the sandbox refuses by other ways: by x32's numbers, and by rings that the system works off."""
# %% loss_by_hand
import ctypes
import platform

loss_by_hand = 29
libc = ctypes.CDLL(None, use_errno=True)
if platform.machine() == "x86_64":
    if libc.syscall(0x40000000 + 319, b"x", 0) >= 0:
        print("LEAK: memfd_create of x32")
for number in (425, 447):
    if libc.syscall(number, 8, ctypes.create_string_buffer(256)) >= 0:
        print("LEAK: call", number)
