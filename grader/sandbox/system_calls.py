"""A filter of system calls for one kernel: what no lesson needs, and what holds memory or reaches out unseen.

The filter is a program of the kernel's own small machine (classic BPF), which Linux runs at each system call. What it
refuses fails like on a system that does not have it.

Sources: seccomp(2), https://docs.kernel.org/userspace-api/seccomp_filter.html, and for the numbers syscalls(2) with
arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
from typing import NamedTuple

SET_MODE_FILTER, ALLOW_SPECULATION = 1, 4  # without the second, older systems slow the process down
JOIN_SESSION_KEYRING = 1

# Instructions: load a word of the call, compare it with a constant, compare its bits, return.
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # places in `struct seccomp_data`
OTHER_ABI = 0x40000000  # from this number on, calls of x86_64 are those of x32

FAMILIES = (socket.AF_UNIX, socket.AF_INET, getattr(socket, "AF_INET6", 10))  # the kernel's network is its own


class Machine(NamedTuple):
    """The numbers of one processor's system calls. `audit` is how the filter is told which processor it is."""

    audit: int
    seccomp: int
    keyctl: int
    sockets: tuple[int, ...]  # socket, socketpair
    refused: tuple[int, ...]


MACHINES = {
    "x86_64": Machine(
        audit=0xC000003E,
        seccomp=317,
        keyctl=250,
        sockets=(41, 53),
        refused=(
            29, 30, 31, 67,  # shmget, shmat, shmctl, shmdt: memory that is no process's
            64, 65, 66, 220,  # semget, semop, semctl, semtimedop
            68, 69, 70, 71,  # msgget, msgsnd, msgrcv, msgctl: memory of the system's
            240,  # mq_open, the same
            319, 447,  # memfd_create, memfd_secret: files in memory that are in no file system
            248, 249, 250,  # add_key, request_key, keyctl
            298, 321, 323,  # perf_event_open, bpf, userfaultfd
            425, 426, 427,  # io_uring_setup, _enter, _register, which open sockets past this filter
        ),
    ),
    "aarch64": Machine(
        audit=0xC00000B7,
        seccomp=277,
        keyctl=219,
        sockets=(198, 199),
        refused=(
            194, 195, 196, 197,  # shmget, shmctl, shmat, shmdt
            190, 191, 192, 193,  # semget, semctl, semtimedop, semop
            186, 187, 188, 189,  # msgget, msgctl, msgrcv, msgsnd
            180,  # mq_open
            279, 447,  # memfd_create, memfd_secret
            217, 218, 219,  # add_key, request_key, keyctl
            241, 280, 282,  # perf_event_open, bpf, userfaultfd
            425, 426, 427,  # io_uring
        ),
    ),
}  # fmt: skip

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def machine(name: str | None = None) -> Machine:
    """Return the numbers of this processor. Raises OSError where none are known."""
    name = name or platform.machine()
    if name not in MACHINES:
        raise OSError(errno.ENOSYS, f"no filter of system calls is known for {name}, only for {', '.join(MACHINES)}")
    return MACHINES[name]


def program(numbers: Machine) -> bytes:
    """Return the filter: `struct sock_filter` after `struct sock_filter`."""
    refuse = [_instruction(RETURN, REFUSE | errno.ENOSYS)]
    steps = [
        _instruction(LOAD, ARCHITECTURE),
        _instruction(EQUAL, numbers.audit, 1, 0),
        *refuse,
        _instruction(LOAD, NUMBER),
        _instruction(AT_LEAST, OTHER_ABI, 0, 1),
        *refuse,
    ]
    for number in numbers.refused:
        steps += [_instruction(EQUAL, number, 0, 1), *refuse]
    first, second = numbers.sockets
    steps += [_instruction(EQUAL, first, 2, 0), _instruction(EQUAL, second, 1, 0), _instruction(RETURN, ALLOW)]
    steps.append(_instruction(LOAD, FIRST_ARGUMENT))
    for family in FAMILIES:
        steps += [_instruction(EQUAL, family, 0, 1), _instruction(RETURN, ALLOW)]
    # ZeroMQ, which Jupyter's own kernels speak, goes on after this answer, and aborts the process after others.
    steps.append(_instruction(RETURN, REFUSE | errno.EOPNOTSUPP))
    return b"".join(steps)


def refuse_calls() -> None:
    """Filter the calls of this process, which can gain no privilege any more, and of all that it starts. For good.

    Raises OSError.
    """
    numbers = machine()
    instructions = program(numbers)
    filters = _Program(len(instructions) // 8, instructions)
    if _libc.syscall(numbers.seccomp, SET_MODE_FILTER, ALLOW_SPECULATION, ctypes.byref(filters)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


def leave_keyring() -> None:
    """Begin a session of keys of its own: whoever grades may have keys in theirs. Some systems allow no keys at all."""
    _libc.syscall(machine().keyctl, JOIN_SESSION_KEYRING, None)


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
