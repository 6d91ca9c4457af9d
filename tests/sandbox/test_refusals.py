"""The advice for a machine that does not allow the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.sandbox.refusals import advice, not_allowed

if TYPE_CHECKING:
    from pathlib import Path

UBUNTU = ("setting up uid map: Permission denied", "loopback: Failed RTM_NEWADDR: Operation not permitted")


def machine(root: Path, *settings: str) -> Path:
    for setting in settings:
        name, _, value = setting.partition("=")
        path = root / "proc/sys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{value}\n")
    return root


@pytest.mark.parametrize("said", UBUNTU)
def test_apparmor_of_ubuntu(said: str, tmp_path: Path) -> None:
    found = advice(said, machine(tmp_path, "kernel/apparmor_restrict_unprivileged_userns=1"))
    assert "AppArmor" in found
    assert "`sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`" in found
    assert "docs/operating.md" in found
    assert "docker" not in found


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ("kernel/unprivileged_userns_clone=0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces=0", "sudo sysctl user.max_user_namespaces=15000"),
    ],
)
def test_switched_off(held: str, told: str, tmp_path: Path) -> None:
    assert told in advice("No permissions to create new namespace", machine(tmp_path, held))


def test_profile_that_restricts_what_bubblewrap_starts(tmp_path: Path) -> None:
    """Ubuntu 25.04 has it. It also matters if the other setting allows everything, unless it is switched off."""
    said, profiles = "unshare: Operation not permitted", tmp_path / "etc" / "apparmor.d"
    (profiles / "disable").mkdir(parents=True)
    (profiles / "bwrap-userns-restrict").touch()
    assert "bwrap-userns-restrict takes rights from what bwrap starts: docs/operating.md" in advice(said, tmp_path)
    (profiles / "disable" / "bwrap-userns-restrict").touch()
    assert "bwrap-userns-restrict" not in advice(said, tmp_path)


def test_container_that_hides_parts_of_proc(tmp_path: Path) -> None:
    """As runc said it, for a container that was allowed everything else."""
    found = advice("Can't mount proc on /newroot/proc: Operation not permitted", tmp_path)
    assert "systempaths=unconfined" in found
    assert "procMount: Unmasked" in found
    assert "sysctl" not in found


def test_container(tmp_path: Path) -> None:
    (tmp_path / ".dockerenv").touch()
    found = advice("Failed to make / slave: Operation not permitted", tmp_path)
    assert found.startswith("in docker, start the container with `docker run --security-opt seccomp=unconfined")


@pytest.mark.parametrize("said", UBUNTU)
def test_machine_of_which_nothing_is_known(said: str, tmp_path: Path) -> None:
    found = advice(said, tmp_path)
    assert all(word in found for word in ("AppArmor", "sysctl", "docker"))


def test_another_reason_gets_no_advice(tmp_path: Path) -> None:
    assert not advice("execvp /nowhere: No such file or directory", tmp_path)


def test_a_refusal_is_one_line() -> None:
    refused = str(not_allowed("setting up uid map: Permission denied"))
    assert refused.startswith("the sandbox could not be set up: setting up uid map: Permission denied; ")
    assert refused.endswith("; or, if you trust the submissions, say --no-sandbox")
    assert "\n" not in refused
