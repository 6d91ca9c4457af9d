"""The wheel works without the project's folder, and with no more packages than it declares for learners."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from importlib.metadata import distribution
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from tests.support.classroom import LINE, ROOT, max_points
from tests.test_environment import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

RUN_CELLS = ROOT / "tools" / "run_cells.py"


def closure(names: list[str]) -> set[str]:
    """Return the distributions that these need, themselves among them, by the metadata of what is installed."""
    found: set[str] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        wanted = waiting.pop()
        if wanted.name in found or (wanted.marker is not None and not wanted.marker.evaluate({"extra": ""})):
            continue
        found.add(wanted.name)
        waiting += [Requirement(text) for text in distribution(wanted.name).requires or ()]
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    (built,) = folder.glob("train_a_network-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and with links to what the wheel requires of those who learn: nothing else."""
    folder = tmp_path_factory.mktemp("learner")
    venv.create(folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name in closure(PROJECT["dependencies"]):
        files = distribution(name)
        for entry in {path.parts[0] for path in files.files or () if ".." not in path.parts}:
            if entry != "__pycache__" and not (packages / entry).exists():
                (packages / entry).symlink_to(files.locate_file(entry))
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    return folder


def run(environment: Path, cwd: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of an environment outside the project's folder, without a front end."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
    program, *arguments = command
    return subprocess.run(
        [environment / "bin" / program, *arguments],
        cwd=cwd, env={**kept, "MPLBACKEND": "agg"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_environment_has_neither_nbgrader_nor_the_project(environment: Path, tmp_path: Path) -> None:
    absent = "nbgrader", "nbconvert", "click", "jupyterlab", "ipykernel"
    code = f"import importlib.util as u; print([name for name in {absent} if u.find_spec(name) is None])"
    assert run(environment, tmp_path, "python", "-c", code).stdout.strip() == str(list(absent))
    where = run(environment, tmp_path, "python", "-c", "import grader; print(grader.__file__)").stdout
    assert where.startswith(str(environment))


def test_jupyter_finds_the_extensions(environment: Path) -> None:
    extension = environment / "share" / "jupyter" / "labextensions" / "train-a-network"
    load = json.loads((extension / "package.json").read_text(encoding="utf-8"))["jupyterlab"]["_build"]["load"]
    source = ROOT / "grader" / "notebook" / "labextension"
    assert {path.name for path in extension.glob("static/*")} == {path.name for path in source.glob("static/*")}
    assert (extension / load).is_file()
    assert (environment / "etc/jupyter/jupyter_server_config.d/train_a_network.json").is_file()


def test_the_command_copies_every_lesson_and_never_a_solution(environment: Path, tmp_path: Path) -> None:
    said = run(environment, tmp_path, "train-a-network", "lessons", "course")
    assert said.returncode == 0, said.stderr
    copied = {path.relative_to(tmp_path / "course"): path.read_bytes() for path in tmp_path.glob("course/*/*")}
    assert copied == {
        path.relative_to(ROOT / "notebooks"): path.read_bytes() for path in ROOT.glob("notebooks/*/*.ipynb")
    }
    assert "Begin with course/01_linear_regression/linear_regression.ipynb" in said.stdout


def test_the_first_lesson_runs_whole_and_the_others_begin(environment: Path, tmp_path: Path) -> None:
    first, *others = sorted(ROOT.glob("solutions/*/*.ipynb"))
    ran = run(environment, tmp_path, "python", str(RUN_CELLS), *map(str, (first, *others)))
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-2000:]
    assert ran.stdout.count("ran /") == 1 + len(others)
    assert f"{max_points(LINE):g} of {max_points(LINE):g} points" in ran.stdout
