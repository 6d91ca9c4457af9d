"""Tries to become another user, to get capabilities, to mount, to make devices and to leave its namespaces.

dangerous: without a sandbox root can change the machine
"""
# %% loss_by_hand
loss_by_hand = 29
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
capabilities = [line for line in open("/proc/self/status") if line.startswith("CapEff")][0].split()[1]
if int(capabilities, 16):
    print("LEAK: has capabilities", capabilities)
tries = {
    "chroot": lambda: os.chroot("/tmp"),
    "mknod": lambda: os.mknod("/tmp/grader-attack-device", 0o060666, os.makedev(8, 0)),
    "sethostname": lambda: libc.sethostname(b"x", 1) and 1 / 0,
    "mount": lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) and 1 / 0,
    "remount": lambda: libc.mount(None, b"/", None, 32 | 4096, None) and 1 / 0,
    "setns": lambda: libc.setns(os.open("/proc/1/ns/mnt", os.O_RDONLY), 0) and 1 / 0,
    "settimeofday": lambda: libc.settimeofday(None, ctypes.create_string_buffer(8)) and 1 / 0,
    "reboot": lambda: libc.reboot(0x0) and 1 / 0,
    "nice": lambda: os.nice(-5),
    "drop_caches": lambda: open("/proc/sys/vm/drop_caches", "w").write("0"),
    "core_pattern": lambda: open("/proc/sys/kernel/core_pattern", "a").write(""),
}
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
for name, attempt in tries.items() if contained else ():
    try:
        attempt()
        print("LEAK:", name)
    except (OSError, ZeroDivisionError):
        pass
