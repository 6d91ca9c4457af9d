"""Notebooks that are run without a front end. tests/grading/test_own_lessons.py runs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from grader.cli import main
from grader.devtools.run_solution import joined
from tests.support.classroom import LINE, ROOT

if TYPE_CHECKING:
    import pytest


def printed(*text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": [*text]}


def test_lines_that_follow_each_other_are_one_output() -> None:
    figure = {"output_type": "display_data", "data": {}, "metadata": {}}
    parts = [printed("a\n", "b"), printed("\n"), printed("!", name="stderr"), figure, printed("c"), printed("d")]
    assert joined(parts) == [printed("a\n", "b\n"), printed("!", name="stderr"), figure, printed("cd")]


def test_check_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ended = CliRunner().invoke(main, ["release", LINE, "--check", "--run"])
    assert (ended.exit_code, ended.stderr) == (2, "Error: choose --check or --run, and not both\n")
