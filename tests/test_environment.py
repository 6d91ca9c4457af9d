"""The ways to install the course agree with each other, and every package that is imported is declared."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions, version
from typing import TYPE_CHECKING

import pytest
import yaml
from packaging.requirements import Requirement

from tests.support.classroom import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
PINS = dict(
    line.split("#")[0].strip().split("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
OWN = {"grader", "tests", "tools"}
DISTRIBUTIONS = packages_distributions()
# Declared and not imported. pyproject.toml says what each is for.
NOT_IMPORTED = {"jsonschema", "jupyterlab", "notebook", "orjson", "pandas", "tqdm"}
UNDECLARED = {"dask_gateway"}
"""Imported only where a command names a gateway: few clusters have one, and a line says what to install."""
LEARNERS = ("core", "evidence", "judges", "lessons", "notebook")
"""The packages of grader/ that a notebook imports."""
SERVER = {"jupyter-server", "tornado"}
"""Jupyter's server, which alone loads grader/notebook/server/: it is there where that is."""


def names(requirements: list[str]) -> set[str]:
    return {Requirement(text).name for text in requirements}


def with_what_they_bring(required: set[str]) -> set[str]:
    """Return these distributions and the ones that they require themselves, without extras."""
    brought = [Requirement(text) for name in required for text in distribution(name).requires or ()]
    return required | {
        each.name.lower() for each in brought if each.marker is None or each.marker.evaluate({"extra": ""})
    }


def imported_by(folder: Path) -> set[str]:
    """Return the distributions whose packages the Python files below `folder` import, sample answers aside."""
    paths = [path for path in folder.rglob("*.py") if ROOT / "tests" / "submissions" not in path.parents]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text()))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    packages = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names - OWN - UNDECLARED
    return {DISTRIBUTIONS[package][0].lower().replace("_", "-") for package in packages}


def test_each_package_has_one_tested_version_and_no_other_has() -> None:
    assert names([*PROJECT["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]) == set(PINS)


def test_no_lower_bound_is_above_the_tested_version() -> None:
    assert all(each.specifier.contains(PINS[each.name]) for each in map(Requirement, PROJECT["dependencies"]))


def test_every_way_to_install_takes_the_tested_versions() -> None:
    # An editable installation leaves out what enables grader/notebook/server/.
    assert CONDA[-1]["pip"] == ["-c constraints.txt", ".[lab,grading,dev]"]
    assert "install -c constraints.txt -e '.[lab,grading,cluster,postgresql,dev]'" in (ROOT / "Makefile").read_text()


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
    assert {name: version(name).partition("+")[0] for name in PINS} == PINS


def test_lessons_need_nothing_that_the_package_does_not_bring() -> None:
    used = set().union(*(imported_by(ROOT / "grader" / folder) for folder in LEARNERS))
    declared = names(PROJECT["dependencies"])
    assert declared <= used - SERVER <= with_what_they_bring(declared)


def test_every_import_of_the_package_is_declared() -> None:
    used, cluster = imported_by(ROOT / "grader"), imported_by(ROOT / "grader" / "grading" / "cluster")
    declared = names([*PROJECT["dependencies"], *EXTRAS["grading"]])
    assert used - names(EXTRAS["cluster"]) - SERVER == declared - NOT_IMPORTED
    assert used & names(EXTRAS["cluster"]) == cluster & names(EXTRAS["cluster"]) == names(EXTRAS["cluster"])


@pytest.mark.parametrize("folder", ["tests", "tools"])
def test_every_import_of_tests_and_tools_is_declared(folder: str) -> None:
    assert imported_by(ROOT / folder) <= set(PINS)


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
