"""The messages between the grader, the fork server and a kernel's supervisor. Each packet is one JSON document."""

from __future__ import annotations

from typing import Literal

import msgspec

from grader.sandbox.limits import Limits

# In the sandbox: the home folder of a kernel, and where the fork server finds the files that belong there.
HOME = "/home/student"
FOLDERS = "/run/kernels"

MAX_PACKET_BYTES = 65_536


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """Asks the fork server for a kernel. Two sockets come along: to its supervisor, and for its cells.

    `folder` holds the files for the kernel's home, by the path that the fork server sees. `student` is the student's
    id as the file system spells it, which need not be text, or empty if the notebook should not know it.
    """

    folder: str
    limits: Limits
    seed: int
    isolated: bool
    figures: bool = False  # whether lessons draw
    student: bytes = b""
    python: tuple[str, ...] = ()  # the folders of this Python and its packages

    @property
    def home(self) -> str:
        return HOME if self.isolated else self.folder


class Signal(msgspec.Struct, frozen=True, tag="signal"):
    """Asks the supervisor to send its kernel a signal. The number 9 ends all of the kernel's processes."""

    number: int


class Look(msgspec.Struct, frozen=True, tag="look"):
    """Asks the supervisor what its kernel has used so far. The answer is `Used`."""


Asked = Signal | Look


class Used(msgspec.Struct, frozen=True, tag="used"):
    """What all processes of the kernel have used so far.

    `delayed_seconds` is how long they were ready to run but had no processor, because other programs had them all. It
    is None if the system does not tell.
    """

    cpu_seconds: float
    delayed_seconds: float | None = None


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The kernel waits for its first cell. `pid` is its process id as the supervisor sees it."""

    pid: int


Reason = Literal["exited", "memory", "cpu", "time", "killed", "not started"]


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """All processes of the kernel are gone. `status`: the exit status, or minus the signal. `detail`: one line."""

    reason: Reason
    status: int = 0
    detail: str = ""
    cpu_seconds: float = 0.0
    delayed_seconds: float | None = None  # as in `Used`, if the kernel ran out of time


SupervisorMessage = Ready | Used | Ended
