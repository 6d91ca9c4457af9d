"""Why this machine allows no sandbox, in words that name the setting: bubblewrap says only what failed."""

from __future__ import annotations

from pathlib import Path

from grader.sandbox.errors import NoSandboxError

# What the system calls answer where namespaces of users are not allowed, as bubblewrap and this package tell it.
SIGNS = (
    "uid map", "uid_map", "gid map", "new namespace", "RTM_NEWADDR", "RTM_NEWLINK", "unshare", "setgroups", "slave",
    "mount", "pivot_root",
)  # fmt: skip
APPARMOR = "kernel/apparmor_restrict_unprivileged_userns"
SETTINGS = (  # a file below /proc/sys, what it holds where the sandbox is refused, and what it has to hold
    (APPARMOR, "1", "0"),
    ("kernel/unprivileged_userns_clone", "0", "1"),
    ("user/max_user_namespaces", "0", "15000"),
)
IN_DOCKER = (
    "start the container with `docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined`"
)
TRUST = "or, if you trust the submissions, say --no-sandbox"


def not_allowed(reason: str) -> NoSandboxError:
    """Return the refusal to grade: what failed, and the setting of this machine that is behind it."""
    said = "; ".join(filter(None, (reason.strip(), advice(reason), TRUST)))
    return NoSandboxError(f"the sandbox could not be set up: {said}")


def advice(reason: str, root: Path = Path("/")) -> str:
    """Return what to do about a sandbox that could not be set up for this `reason`; no text where nothing is known.

    `root` is where the system's files are.
    """
    if not any(sign in reason for sign in SIGNS):
        return ""
    steps = [_told(name, wanted) for name, refuses, wanted in SETTINGS if _held(root / "proc/sys" / name) == refuses]
    if _in_container(root):
        steps.append(f"in docker, {IN_DOCKER}")
    if not steps:
        steps.append(
            f"user namespaces must be allowed here: on Ubuntu, {_told(APPARMOR, '0')}; elsewhere, see `sysctl "
            f"user.max_user_namespaces`; in docker, {IN_DOCKER}"
        )
    return "; ".join(steps)


def _told(name: str, wanted: str) -> str:
    setting = f"`sudo sysctl {name.replace('/', '.')}={wanted}`"
    if name == APPARMOR:
        return f"AppArmor keeps programs from user namespaces: {setting}, or give bwrap a profile (docs/security.md)"
    return f"user namespaces are switched off: {setting}"


def _held(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _in_container(root: Path) -> bool:
    return any((root / name).exists() for name in (".dockerenv", "run/.containerenv"))
