"""The `grader` command: what it prints and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader import lessons
from grader.cli import main
from grader.core.catalogue import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

COMMANDS = sorted(main.commands)


def grader(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str) -> None:
    printed = grader(command, "--help")
    assert printed.exit_code == 0
    assert f"    grader {command}" in printed.output


def test_codes_lists_the_catalogue() -> None:
    printed = grader("codes")
    assert printed.exit_code == 0
    for code, mistake in CATALOGUE.items():
        assert any(code in line and mistake.means in line for line in printed.output.splitlines())


@pytest.mark.parametrize("arguments", [["release"], ["autograde"]])
def test_lesson_that_does_not_exist_is_wrong_usage(arguments: list[str]) -> None:
    printed = grader(*arguments, "03_nothing")
    assert printed.exit_code == 2
    assert printed.stderr == (f"Error: there is no lesson '03_nothing'; there are: {', '.join(lessons.MODULES)}\n")


def test_calibration_of_one_lesson_prints_its_table() -> None:
    printed = grader("calibrate", "01_linear_regression", "--starts", "1000")
    assert printed.exit_code == 0
    assert "| the reference | none | 1,000 |" in printed.output


def test_calibration_of_no_lesson_is_wrong_usage() -> None:
    printed = grader("calibrate", "03_nothing")
    assert printed.exit_code == 2
    assert printed.stderr.startswith("Error: there is no training to calibrate in '03_nothing'")


@pytest.mark.parametrize(
    "arguments", [["autograde"], ["nothing"], ["release", "--nothing"], ["calibrate", "--starts", "5"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert grader(*arguments).exit_code == 2


def test_outside_a_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = grader("release")
    assert printed.exit_code == 1
    assert printed.stderr == "Error: neither this folder nor one above it has an nbgrader_config.py\n"
