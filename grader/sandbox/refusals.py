"""Why this machine does not allow the sandbox. bubblewrap says only what failed; this names the setting to change."""

from __future__ import annotations

from pathlib import Path

from grader.sandbox.errors import NoSandboxError

# Parts of the messages of bubblewrap and of this package if user namespaces are not allowed.
SIGNS = (
    "uid map", "uid_map", "gid map", "new namespace", "RTM_NEWADDR", "RTM_NEWLINK", "unshare", "setgroups", "slave",
    "mount", "pivot_root",
)  # fmt: skip
APPARMOR = "kernel/apparmor_restrict_unprivileged_userns"
SETTINGS = (  # a file below /proc/sys, its content if it forbids the sandbox, and the content that is needed
    (APPARMOR, "1", "0"),
    ("kernel/unprivileged_userns_clone", "0", "1"),
    ("user/max_user_namespaces", "0", "15000"),
)
RESTRICTS = Path("etc/apparmor.d/bwrap-userns-restrict")  # on from Ubuntu 25.04, and kernels need those rights
IN_DOCKER = (
    "start the container with `docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined`"
)
MASKED = "mount proc"  # Linux allows a new /proc only to those who see all of the old one
UNMASK = (
    "this container hides parts of /proc, so nobody in it may mount another one: start it with `docker run "
    "--security-opt systempaths=unconfined`, with `podman run --security-opt unmask=ALL`, or in Kubernetes with "
    "`procMount: Unmasked` (docs/operating.md)"
)
TRUST = "or, if you trust the submissions, say --no-sandbox"


def not_allowed(reason: str) -> NoSandboxError:
    """Return the error to raise: its message says what failed, and which setting of this machine forbids it."""
    said = "; ".join(filter(None, (reason.strip(), advice(reason), TRUST)))
    return NoSandboxError(f"the sandbox could not be set up: {said}")


def advice(reason: str, root: Path = Path("/")) -> str:
    """Return what to do if the sandbox failed for this `reason`, or an empty text if nothing is known about it.

    `root` is the folder of the system's files.
    """
    if MASKED in reason:
        return UNMASK
    if not any(sign in reason for sign in SIGNS):
        return ""
    steps = [_told(name, wanted) for name, refuses, wanted in SETTINGS if _held(root / "proc/sys" / name) == refuses]
    if (root / RESTRICTS).exists() and not (root / RESTRICTS.parent / "disable" / RESTRICTS.name).exists():
        steps.append(f"AppArmor's profile {RESTRICTS.name} takes rights from what bwrap starts: docs/operating.md")
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
        return f"AppArmor keeps programs from user namespaces: {setting}, or give bwrap a profile (docs/operating.md)"
    return f"user namespaces are switched off: {setting}"


def _held(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _in_container(root: Path) -> bool:
    return any((root / name).exists() for name in (".dockerenv", "run/.containerenv"))
