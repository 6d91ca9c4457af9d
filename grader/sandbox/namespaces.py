"""Linux namespaces for one kernel: its own processes, files, users and network. Entering them needs no privilege.

Sources: unshare(2), user_namespaces(7), mount(2), capabilities(7), prctl(2).
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

NEW_MOUNTS, NEW_HOSTNAME, NEW_IPC, NEW_USERS, NEW_PIDS, NEW_NETWORK = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
ALL_BUT_MOUNTS = NEW_USERS | NEW_PIDS | NEW_IPC | NEW_NETWORK | NEW_HOSTNAME

READ_ONLY, NO_SUID, NO_DEVICES, NO_EXECUTION = 1, 2, 4, 8
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18

SET_DUMPABLE, DROP_BOUNDING, NO_NEW_PRIVILEGES = 4, 24, 38
CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare_but_files() -> None:
    """Enter new namespaces of all kinds but mounts, with the same user id as before. Raises OSError.

    Mounts stay the same, because a supervisor reads its /proc. The next child is process 1 of the new namespaces.
    """
    uid, gid = os.getuid(), os.getgid()
    _checked(_libc.unshare(ALL_BUT_MOUNTS), "unshare")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")


def unshare_files() -> None:
    """Enter a new namespace of mounts: what this process mounts, no other process sees. Raises OSError."""
    _checked(_libc.unshare(NEW_MOUNTS), "unshare")
    mount("none", "/", None, PRIVATE | RECURSIVE)


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str | None = None) -> None:
    """Mount `source` at `target`. Raises OSError."""
    texts = [text if text is None else os.fsencode(text) for text in (source, target, kind)]
    data = None if options is None else options.encode()
    _checked(_libc.mount(*texts, ctypes.c_ulong(flags), data), f"mount {target}")


def mount_memory(target: str, size: int, mode: str = "0700") -> None:
    """Mount an empty file system of `size` bytes. Raises OSError."""
    mount("tmpfs", target, "tmpfs", NO_SUID | NO_DEVICES, f"size={size},mode={mode},nr_inodes=20000")


def mount_processes() -> None:
    """Mount /proc for the processes of this namespace. Raises OSError."""
    mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES | NO_EXECUTION)


def make_read_only(target: str) -> None:
    """Make a mount read-only for this namespace. Raises OSError."""
    mount("none", target, None, REMOUNT | BIND | READ_ONLY | NO_SUID | NO_DEVICES)


def become(uid: int) -> None:
    """Become this user, and never be root again. Raises OSError."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    show()  # otherwise /proc/self belongs to root, and no user namespace can be set up


def hide() -> None:
    """Keep other processes of the same user from reading or tracing this one. Raises OSError."""
    _checked(_libc.prctl(SET_DUMPABLE, 0, 0, 0, 0), "prctl")


def show() -> None:
    """Let this process have its own /proc/self, and let processes of the same user trace it. Raises OSError."""
    _checked(_libc.prctl(SET_DUMPABLE, 1, 0, 0, 0), "prctl")


def drop_capabilities() -> None:
    """Give up all capabilities, for this thread and all processes that it starts. Raises OSError."""
    _checked(_libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl")
    for capability in range(64):
        if _libc.prctl(DROP_BOUNDING, capability, 0, 0, 0) < 0:
            break
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
