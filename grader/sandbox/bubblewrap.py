"""The sandbox around the fork server: bubblewrap shows it this Python and the system's libraries, and nothing else.

Source: https://github.com/containers/bubblewrap and bwrap(1).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from grader.sandbox.errors import NoSandboxError
from grader.sandbox.messages import FOLDERS, HOME

HOW = "on Debian or Ubuntu `apt-get install bubblewrap`, on Fedora `dnf install bubblewrap`"


def find() -> str:
    """Return the path of bubblewrap. Raises NoSandboxError."""
    if sys.platform != "linux":
        raise NoSandboxError(
            f"student code is run in a sandbox, and there is none for {sys.platform}: grade on Linux or in a Linux "
            "container, or trust the submissions and say --no-sandbox"
        )
    found = shutil.which("bwrap")
    if found is None:
        raise NoSandboxError(
            f"student code is run in a sandbox, and bubblewrap is not installed: {HOW}; "
            "or trust the submissions and say --no-sandbox"
        )
    return found


def command(program: list[str], folders: Path, packages: list[Path], environment: dict[str, str]) -> list[str]:
    """Return the command that runs `program` in the sandbox. Raises NoSandboxError.

    Of this machine's files the program sees only `folders`, which holds a folder for each kernel, the system's
    libraries, this Python, and `packages`. `environment` is its whole environment.
    """
    root = os.getuid() == 0
    arguments = [find(), "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in environment.items():
        arguments += ["--setenv", name, value]
    arguments += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--hostname", "sandbox"]
    if root:
        # A process that is mapped to root could get root's rights again. So the fork server becomes another user, and
        # it needs these three capabilities until then.
        arguments += ["--cap-drop", "ALL"]
        for capability in ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID"):
            arguments += ["--cap-add", capability]
        arguments += ["--dir", "/proc"]
    else:
        arguments += ["--unshare-user", "--proc", "/proc"]
    for path in _system():
        arguments += ["--symlink", str(path.readlink()), str(path)] if path.is_symlink() else _shown(path)
    for file in ETC:
        arguments += ["--ro-bind-try", file, file]
    arguments += ["--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]  # noqa: S108 - the sandbox's own
    for path in python_paths(packages):  # on top of the others: a course may lie below /tmp
        arguments += [*_reachable(path), *_shown(path)]
    for place in (HOME, FOLDERS):
        arguments += [*_reachable(Path(place)), "--perms", "0755", "--dir", place]
    arguments += ["--bind", str(folders), FOLDERS, "--chdir", "/", "--remount-ro", "/", "--"]
    return [*arguments, *program]


# Files that programs read about the machine. None of them names a user.
ETC = (
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/fonts", "/etc/ssl/certs",
    "/etc/alternatives", "/etc/nsswitch.conf", "/etc/mime.types",
)  # fmt: skip


def _system() -> list[Path]:
    return [path for path in map(Path, ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")) if path.exists()]


def python_paths(packages: list[Path]) -> list[Path]:
    """Return the folders of this Python and its packages, without those that are inside another one."""
    prefixes = {Path(sys.prefix), Path(sys.base_prefix), *packages}
    real = {path.resolve() for path in prefixes} | prefixes
    outside = [path for path in real if not path.is_relative_to("/usr")]
    return sorted(p for p in outside if not any(p != q and p.is_relative_to(q) for q in outside))


def _reachable(path: Path) -> list[str]:
    """Return options that make the folders above `path`, open to the user that the fork server becomes."""
    return [word for parent in reversed(path.parents[:-1]) for word in ("--perms", "0755", "--dir", str(parent))]


def _shown(path: Path) -> list[str]:
    return ["--ro-bind", str(path), str(path)]
