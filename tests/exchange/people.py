"""Operating-system users for a test: real ones to the processes of the test, unknown to the rest of the machine.

Root starts a process in a mount namespace of its own, where /etc/passwd has a few lines more, and gives up all rights.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.classroom import BIN

FIRST_UID = 64_600
UNSHARE = shutil.which("unshare") or "/usr/bin/unshare"
AS_USER = (
    'mount --bind "$1" /etc/passwd && shift && exec setpriv --reuid="$1" --regid="$1" --clear-groups --inh-caps=-all '
    '--bounding-set=-all --no-new-privs -- "${@:2}"'
)


class People:
    """Users, each with a home of its own that nobody else looks into."""

    def __init__(self, folder: Path, *names: str) -> None:
        self._folder = folder
        self._uids = {name: FIRST_UID + number for number, name in enumerate(names)}
        lines = [f"{name}:x:{uid}:{uid}::{self.home(name)}:/bin/sh\n" for name, uid in self._uids.items()]
        self._passwd = folder / "passwd"
        self._passwd.write_text(Path("/etc/passwd").read_text() + "".join(lines))
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
            [UNSHARE, "--mount", "bash", "-c", AS_USER, "bash", self._passwd, str(self._uids[name]), BIN / program,
             *arguments],
            cwd=folder or self.home(name), check=False, capture_output=True, text=True, umask=0o022,
            env={"HOME": str(self.home(name)), "USER": name, "PATH": f"{BIN}:{os.defpath}", "COLUMNS": "160",
                 "LANG": "C.UTF-8"},
        )  # fmt: skip


def why_not() -> str | None:
    """Return why no process can be started as another user here, None where it can."""
    if os.getuid() != 0:
        return "only root starts processes as other users"
    command = [UNSHARE, "--mount", "setpriv", f"--reuid={FIRST_UID}", "--clear-groups", BIN / "python", "-c", ""]
    tried = subprocess.run(command, check=False, capture_output=True, text=True)
    return f"another user cannot run this Python: {tried.stderr.strip()[-200:]}" if tried.returncode else None
