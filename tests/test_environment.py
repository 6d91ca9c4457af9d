"""The ways to install the course agree with each other."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import yaml

from tests.support.classroom import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINS = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
EXTRAS = [pin for name in ("cluster", "postgresql") for pin in PROJECT["optional-dependencies"][name]]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
PIP = CONDA[-1]["pip"]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())


def test_conda_installs_the_same_pins_and_then_the_course() -> None:
    assert sorted(PIP[:-1]) == sorted(PINS)
    assert PIP[-1] == "-e ."


def test_torch_comes_first() -> None:
    """A package that needs torch finds the pinned one."""
    assert PIP[0] == "torch==2.13.0"


def test_conda_has_a_python_that_the_project_allows() -> None:
    (pinned,) = [name for name in CONDA if str(name).startswith("python=")]
    lowest, _ = PROJECT["requires-python"].split(",")
    assert lowest == ">=" + pinned.removeprefix("python=")


def test_every_python_that_the_project_allows_runs_in_ci() -> None:
    lowest, above = (
        int(number) for number in re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    )
    assert WORKFLOW["jobs"]["lessons"]["strategy"]["matrix"]["python"] == [
        f"3.{minor}" for minor in range(lowest, above)
    ]


def test_installed_is_what_is_pinned() -> None:
    pinned = dict(pin.split("==") for pin in [*PINS, *EXTRAS])
    assert {name: version(name.partition("[")[0]).partition("+")[0] for name in pinned} == pinned


def test_ci_runs_what_a_developer_runs() -> None:
    assert "bash .ci/run" in [step.get("run") for step in WORKFLOW["jobs"]["test"]["steps"]]
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith(" test")


def test_ci_leaves_out_no_browser() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert "export GRADER_BROWSER=required" in lines
    assert any("missing+=(chromium fonts-dejavu)" in line for line in lines)


def test_version_is_in_one_place() -> None:
    """CHANGELOG.md begins with what is not released yet, or with the version of pyproject.toml."""
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert newest in {"Unreleased", PROJECT["version"]}
    assert "__version__" not in (ROOT / "grader" / "__init__.py").read_text(encoding="utf-8")
    assert "version" not in yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_citation_names_what_the_format_requires() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["license"] == PROJECT["license"]


def test_issue_forms_can_be_read() -> None:
    forms = [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")
        if path.name != "config.yml"
    ]
    assert forms
    assert all({"name", "description", "body"} <= form.keys() for form in forms)


def test_pre_commit_runs_what_make_lint_runs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    entries = " ".join(hook["entry"] for hook in hooks)
    assert all(
        each in entries for each in ("ruff check", "ruff format", "make --silent imports", "make --silent prose")
    )
