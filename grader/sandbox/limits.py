"""The limits of one kernel, as set in nbgrader_config.py."""

from __future__ import annotations

import msgspec
from traitlets import Bool, Integer, List, Unicode
from traitlets.config import Configurable


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one kernel with all its processes may use: sizes in bytes, times in seconds."""

    memory: int
    processes: int
    cpu_seconds: int
    wall_seconds: int
    open_files: int
    file_size: int
    disk: int
    output: int


class Sandbox(Configurable):
    """The sandbox that student code runs in when it is graded: `c.Sandbox.memory_mib = 1024`, and so on."""

    enabled = Bool(default_value=True, help="Off, student code has all rights of whoever grades.").tag(config=True)
    memory_mib = Integer(2048, min=64, help="Memory of all processes of one submission.").tag(config=True)
    processes = Integer(64, min=16, help="Processes and threads of one submission.").tag(config=True)
    cpu_seconds = Integer(300, min=1, help="CPU time of one submission; c.Execute.timeout limits a cell.").tag(
        config=True
    )
    wall_seconds = Integer(1800, min=1, help="Time from the start of a submission's kernel to its end.").tag(
        config=True
    )
    open_files = Integer(256, min=64, help="Open files of one process.").tag(config=True)
    file_mib = Integer(64, min=1, help="Size of one file.").tag(config=True)
    cell_wall_seconds = Integer(
        600,
        min=1,
        help="Time that one cell may take, sleeping and waiting included; c.Execute.timeout limits its CPU time.",
    ).tag(config=True)
    disk_mib = Integer(256, min=1, help="Size of all files in the home folder, and again in /tmp.").tag(config=True)
    output_mib = Integer(16, min=1, help="Output of one submission; a cell's text is cut at a sixteenth of it.").tag(
        config=True
    )
    figures = Bool(
        default_value=False, help="On, lessons draw each figure once; off, they tell its words, which is faster."
    ).tag(config=True)
    imports = List(
        Unicode(), default_value=None, allow_none=True,
        help="Modules to import once for all kernels. Unset: for an assignment that is not a lesson, those that its "
        "source notebooks import.",
    ).tag(config=True)  # fmt: skip
    uid = Integer(64_512, min=1, help="Whom student code runs as where root grades.").tag(config=True)
    as_user = Bool(
        default_value=False,
        help="Without the sandbox, and where root grades: student code runs as `uid`, who cannot read what is root's.",
    ).tag(config=True)
    seed = Integer(0, help="Of torch's, NumPy's and Python's random numbers when a notebook starts.").tag(config=True)

    def limits(self) -> Limits:
        """Return the limits in bytes and seconds."""
        mib = 2**20
        return Limits(
            memory=self.memory_mib * mib,
            processes=self.processes,
            cpu_seconds=self.cpu_seconds,
            wall_seconds=self.wall_seconds,
            open_files=self.open_files,
            file_size=self.file_mib * mib,
            disk=self.disk_mib * mib,
            output=self.output_mib * mib,
        )
