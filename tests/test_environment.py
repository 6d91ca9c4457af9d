"""The ways to install the course agree with each other."""

from __future__ import annotations

import tomllib
from importlib.metadata import version

import yaml

from tests.support.classroom import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINS = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
EXTRAS = [pin for name in ("cluster", "postgresql") for pin in PROJECT["optional-dependencies"][name]]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
PIP = CONDA[-1]["pip"]


def test_conda_installs_the_same_pins_and_then_the_course() -> None:
    assert sorted(PIP[:-1]) == sorted(PINS)
    assert PIP[-1] == "-e ."


def test_torch_comes_first() -> None:
    """Whatever else wants torch finds the pinned one."""
    assert PIP[0] == "torch==2.13.0"


def test_conda_has_a_python_that_the_project_allows() -> None:
    (pinned,) = [name for name in CONDA if str(name).startswith("python=")]
    assert PROJECT["requires-python"] == ">=" + pinned.removeprefix("python=")


def test_installed_is_what_is_pinned() -> None:
    pinned = dict(pin.split("==") for pin in [*PINS, *EXTRAS])
    assert {name: version(name.partition("[")[0]).partition("+")[0] for name in pinned} == pinned


def test_ci_runs_what_a_developer_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    assert "bash .ci/run" in [step.get("run") for step in workflow["jobs"]["test"]["steps"]]
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith(" test")


def test_ci_leaves_out_no_browser() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert "export GRADER_BROWSER=required" in lines
    assert any("missing+=(chromium fonts-dejavu)" in line for line in lines)
