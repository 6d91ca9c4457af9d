"""Notebooks that are run without a front end. tests/grading/test_own_lessons.py runs one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.cli import main
from grader.devtools.run_solution import JOINS_PRINTED_LINES
from tests.support.classroom import LINE, ROOT

if TYPE_CHECKING:
    import pytest
    from nbformat import NotebookNode


def printed(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def test_lines_that_follow_each_other_are_one_output_after_the_run() -> None:
    figure = new_output("display_data", {})
    parts = [printed("a\nb"), printed("\n"), printed("!", "stderr"), figure, printed("c"), printed("d")]
    exporter = NotebookExporter(preprocessors=[JOINS_PRINTED_LINES])
    text, _ = exporter.from_notebook_node(new_notebook(cells=[new_code_cell(outputs=parts)]))
    (cell,) = json.loads(text)["cells"]
    joined = [("".join(each.get("text", "")), each.get("name")) for each in cell["outputs"]]
    assert joined == [("a\nb\n", "stdout"), ("!", "stderr"), ("", None), ("cd", "stdout")]
    assert type(exporter._preprocessors[-1]).__name__ in JOINS_PRINTED_LINES  # those before it run the notebook


def test_check_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ended = CliRunner().invoke(main, ["release", LINE, "--check", "--run"])
    assert (ended.exit_code, ended.stderr) == (2, "Error: choose --check or --run, and not both\n")
