"""What the grader, the fork server and a kernel's supervisor say to each other: one JSON document a packet."""

from __future__ import annotations

from typing import Literal

import msgspec

from grader.sandbox.limits import Limits

# Where a kernel finds things, whatever their place outside.
HOME = "/home/student"
SOCKETS = "/run/kernel"
FOLDERS = "/run/kernels"
FILES = "files"  # beside the sockets: what to put into the home folder

# A channel's socket is this path, a hyphen, and the channel's number: see jupyter_client.connect.
SOCKET = "s"
PORTS = {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5}

MAX_PACKET_BYTES = 65_536  # bytes of a packet


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a kernel; the socket to its supervisor comes along. `folder`: its own, as the fork server sees it.

    Where a second socket comes along, the kernel takes its cells from there; else it is one of Jupyter's, with `key`.
    `student`: the id, as the file system has it, which need not be text, where the notebook is to know it.
    """

    folder: str
    key: str
    limits: Limits
    seed: int
    isolated: bool
    figures: bool = False  # whether lessons draw
    student: bytes = b""
    python: tuple[str, ...] = ()  # where this Python and its packages lie

    @property
    def home(self) -> str:
        return HOME if self.isolated else f"{self.folder}/{FILES}"

    @property
    def sockets(self) -> str:
        return SOCKETS if self.isolated else self.folder


class Signal(msgspec.Struct, frozen=True, tag="signal"):
    """Ask the supervisor to send its kernel a signal; the number 9 ends all of its processes."""

    number: int


class Look(msgspec.Struct, frozen=True, tag="look"):
    """Ask the supervisor what its kernel has used so far; the answer is `Used`."""


Asked = Signal | Look


class Used(msgspec.Struct, frozen=True, tag="used"):
    """What all processes of the kernel have used so far.

    `delayed_seconds` is how long they were ready to run and had no processor: with many others on the machine that is
    long, and none of it is the kernel's own doing. None if the system does not tell.
    """

    cpu_seconds: float
    delayed_seconds: float | None = None


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The kernel listens. `pid` as the supervisor sees it."""

    pid: int


Reason = Literal["exited", "memory", "cpu", "time", "killed", "not started"]


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """All processes of the kernel are gone. `status`: the exit status, or minus the signal. `detail`: one line."""

    reason: Reason
    status: int = 0
    detail: str = ""
    cpu_seconds: float = 0.0
    delayed_seconds: float | None = None  # as in `Used`, if the time ended it


Told = Ready | Used | Ended
