"""Operating-system users for a test: real ones to the processes of the test, unknown to the rest of the machine.

Root starts a process in a mount namespace of its own, where /etc/passwd has a few lines more, and gives up all rights.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.classroom import BIN, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_UID = 64_600
UNSHARE = shutil.which("unshare") or "/usr/bin/unshare"
AS_USER = (
    'exec setpriv --reuid="$1" --regid="$1" --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs '
    '-- "${@:2}"'
)
NEEDED = (Path(sys.base_prefix), ROOT)  # what anybody who runs a command of this environment has to get at


class People:
    """Users, each with a home of its own that nobody else looks into."""

    def __init__(self, folder: Path, *names: str) -> None:
        self._folder = folder
        self._uids = {name: FIRST_UID + number for number, name in enumerate(names)}
        lines = [f"{name}:x:{uid}:{uid}::{self.home(name)}:/bin/sh\n" for name, uid in self._uids.items()]
        passwd = folder / "passwd"
        passwd.write_text(Path("/etc/passwd").read_text() + "".join(lines))
        self._view = "\n".join(
            ["set -e", f"mount --bind {shlex.quote(str(passwd))} /etc/passwd", *opened(folder), AS_USER]
        )
        for name in names:
            self.home(name).mkdir(mode=0o700)
            self.give(self.home(name), name)

    def home(self, name: str) -> Path:
        return self._folder / name

    def give(self, path: Path, name: str) -> None:
        """Make all of `path` somebody's own."""
        for each in (path, *path.rglob("*")):
            os.chown(each, self._uids[name], self._uids[name], follow_symlinks=False)

    def run(self, name: str, *command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command of this environment as somebody."""
        program, *arguments = command
        return subprocess.run(
            [UNSHARE, "--mount", "bash", "-c", self._view, "bash", str(self._uids[name]), BIN / program, *arguments],
            cwd=folder or self.home(name), check=False, capture_output=True, text=True, umask=0o022,
            env={"HOME": str(self.home(name)), "USER": name, "PATH": f"{BIN}:{os.defpath}", "COLUMNS": "160",
                 "LANG": "C.UTF-8"},
        )  # fmt: skip


def why_not() -> str | None:
    """Return why no process can be started as another user here, None where it can."""
    if os.getuid() != 0:
        return "only root starts processes as other users"
    tried = subprocess.run([UNSHARE, "--mount", "true"], check=False, capture_output=True, text=True)
    return f"no view of its own for another user: {tried.stderr.strip()[-200:]}" if tried.returncode else None


def opened(folder: Path) -> Iterator[str]:
    """Yield the commands that let others get at this Python where its folder lies in one that is closed to them.

    In the processes' own view such a folder, as root's home, is another one that holds nothing but the way.
    """
    closed = {next((p for p in reversed(path.parents) if not p.stat().st_mode & 0o001), None): path for path in NEEDED}
    for number, (parent, path) in enumerate(closed.items()):
        if parent is not None:
            aside = folder / f"aside{number}"
            aside.mkdir()
            yield f"mount --bind {shlex.quote(str(path))} {shlex.quote(str(aside))}"
            yield f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(parent))}"
            yield f"mkdir -p {shlex.quote(str(path))}"
            yield f"mount --bind {shlex.quote(str(aside))} {shlex.quote(str(path))}"
