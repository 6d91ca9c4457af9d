"""The ways to install the course agree with each other, and every package that is imported is declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.support.classroom import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINS = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
EXTRAS = [pin for name in ("cluster", "postgresql") for pin in PROJECT["optional-dependencies"][name]]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
PIP = CONDA[-1]["pip"]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
OWN = {"grader", "tests", "tools"}
DISTRIBUTIONS = packages_distributions()
# Declared and not imported. pyproject.toml says what each is for.
NOT_IMPORTED = {"jsonschema", "jupyterlab", "notebook", "orjson", "pandas", "scikit-learn", "tqdm"}


def names(pins: list[str]) -> set[str]:
    return {re.split(r"[\[=]", pin)[0] for pin in pins}


def imported_by(folder: Path) -> set[str]:
    """Return the distributions whose packages the Python files below `folder` import, sample answers aside."""
    paths = [path for path in folder.rglob("*.py") if ROOT / "tests" / "submissions" not in path.parents]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text()))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    packages = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - OWN
    return {DISTRIBUTIONS[package][0].lower().replace("_", "-") for package in packages}


def test_conda_installs_the_same_pins_and_then_the_course() -> None:
    assert sorted(PIP[:-1]) == sorted(PINS)
    assert PIP[-1] == "."  # an editable installation leaves out what enables grader/notebook/server.py


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


def test_every_import_of_the_package_is_declared() -> None:
    used, cluster = imported_by(ROOT / "grader"), imported_by(ROOT / "grader" / "grading" / "cluster")
    declared, extra = names(PROJECT["dependencies"]), names(PROJECT["optional-dependencies"]["cluster"])
    assert used - extra == declared - NOT_IMPORTED
    assert used & extra == cluster & extra == extra


@pytest.mark.parametrize("folder", ["tests", "tools"])
def test_every_import_of_tests_and_tools_is_declared(folder: str) -> None:
    assert imported_by(ROOT / folder) <= names([*PINS, *EXTRAS])


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
