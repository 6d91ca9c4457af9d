"""Hidden tests and evidence in all that a student would get to see."""

from __future__ import annotations

import json

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.evidence import bundle
from grader.grading.preprocessors.hide_tests import INSTEAD, HideTests

HIDDEN = "assert answer(4) == 424242"
CHECK = f"assert answer(1) == 1\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n\npass\n### END HIDDEN TESTS"
COLOURED = "\x1b[0;32massert\x1b[0m answer(4) \x1b[1m==\x1b[0m 424242"


def graded(*outputs: NotebookNode, solution: bool = False, source: str = CHECK) -> NotebookNode:
    about = {"grade": True, "solution": solution, "locked": not solution, "grade_id": "test_answer", "points": 1}
    return new_code_cell(source, metadata={"nbgrader": {**about, "schema_version": 3}}, outputs=list(outputs))


def hidden(*cells: NotebookNode) -> NotebookNode:
    notebook, _ = HideTests().preprocess(new_notebook(cells=list(cells)), {})
    return notebook


def text(notebook: NotebookNode) -> str:
    return json.dumps(notebook)


def test_hidden_test_is_cleared_and_the_rest_stays() -> None:
    assert hidden(graded()).cells[0].source == "assert answer(1) == 1"


@pytest.mark.parametrize("line", [HIDDEN, COLOURED])
def test_traceback_that_quotes_it_says_only_that_it_failed(line: str) -> None:
    error = new_output(
        "error", ename="AssertionError", evalue="", traceback=["Traceback", f"----> 4 {line}\n      5 pass"]
    )
    (output,) = hidden(graded(error)).cells[0].outputs
    assert output.traceback == ["AssertionError: a hidden test did not pass"]
    assert "424242" not in text(hidden(graded(error)))


def test_message_that_quotes_it() -> None:
    error = new_output("error", ename="AssertionError", evalue=f"not so: {HIDDEN}", traceback=[])
    assert "424242" not in text(hidden(graded(error)))


def test_traceback_of_a_test_in_the_open_stays() -> None:
    lines = ["Traceback", "----> 1 assert answer(1) == 1"]
    error = new_output("error", ename="AssertionError", evalue="", traceback=lines)
    assert hidden(graded(error)).cells[0].outputs[0].traceback == lines


def test_cell_of_the_student_that_prints_it() -> None:
    printed = new_output("stream", name="stdout", text=f"before\n{HIDDEN}\nafter\n")
    shown = new_output("display_data", {"text/html": f"<b>{HIDDEN}</b>", "text/plain": "x"})
    notebook = hidden(new_code_cell("print(In)", outputs=[printed, shown]), graded())
    assert "424242" not in text(notebook)
    assert notebook.cells[0].outputs[0].text == f"before\n{INSTEAD}\nafter\n"


def test_long_number_of_a_hidden_test_is_hidden_alone() -> None:
    error = new_output("error", ename="ValueError", evalue="no answer to 424242", traceback=["no answer to 424242"])
    assert "424242" not in text(hidden(new_code_cell("answer()", outputs=[error]), graded()))


def test_short_lines_give_nothing_away() -> None:
    printed = new_output("stream", name="stdout", text="pass\n")
    assert hidden(new_code_cell("", outputs=[printed]), graded()).cells[0].outputs[0].text == "pass\n"


def test_evidence_is_dropped_from_every_cell() -> None:
    shown = new_output("display_data", {bundle.MIME_TYPE: {"tree": {"seed": 424242}}, "text/plain": "figure"})
    alone = new_output("display_data", {bundle.MIME_TYPE: {"tree": {"seed": 424242}}})
    notebook = hidden(new_code_cell("", outputs=[shown, alone]), graded(shown, alone))
    assert "424242" not in text(notebook)
    assert [output.data for cell in notebook.cells for output in cell.outputs] == [{"text/plain": "figure"}] * 2


@pytest.mark.parametrize("source", ["### BEGIN HIDDEN TESTS", CHECK])
def test_cell_that_a_student_writes_stays_as_it_is(source: str) -> None:
    """A region without an end stops nbgrader's own preprocessor, whoever has written it."""
    assert hidden(new_code_cell(source)).cells[0].source == source
    assert hidden(graded(solution=True, source=source)).cells[0].source == source
