"""Checks in a real kernel: what a learner sees, and what a grader gets."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from grader import lessons
from grader.core.verdict import MIME_TYPE, Verdict
from grader.evidence import bundle

LINE = lessons.find("01_linear_regression")
COUNT, POINTS = len(LINE.exercises), LINE.points

SETUP = """import torch
from torch import nn, optim
from grader.lessons import linear_regression as check"""
CELLS = {
    "setup": SETUP,
    "missing": "check.data(x_data, y_data)",
    "placeholder": "x_data = y_data = ...\ncheck.data(x_data, y_data)",
    "right": "x_data = torch.tensor([[1.0], [2.0], [3.0]])\ny_data = 2 * x_data + 1\ncheck.data(x_data, y_data)",
    "own error": "def f():\n    return zzz\nf()",
    "between": "pass",
    "some missing": "net = nn.Linear(1, 1)\ncheck.training(net, losses)",
    "too many": "check.data(x_data)",
    "too few and missing": "check.data(nobody)",
    "odd object": "class Odd:\n    def __float__(self): raise ValueError('no')\n    __len__ = __iter__ = __float__\n"
    "class Net(nn.Module):\n    def parameters(self, recurse=True): raise ValueError('no')\n"
    "check.training(Net(), Odd())",
    "broken check": "check.data.judge_function = lambda **_: 1 / 0\ncheck.data(x_data, y_data)",
    "progress": "check.progress()",
}


def executed() -> dict[str, nbformat.NotebookNode]:
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS.values()])
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    return dict(zip(CELLS, notebook.cells, strict=True))


@pytest.fixture(scope="module")
def cells() -> dict[str, nbformat.NotebookNode]:
    return executed()


def verdict(cell: nbformat.NotebookNode) -> Verdict:
    return Verdict.from_json(next(o.data[MIME_TYPE] for o in cell.outputs if MIME_TYPE in o.get("data", {})))


def errors(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for output in cell.outputs if output.output_type == "error"]


class TestLearner:
    def test_a_pass_is_a_box_and_nothing_else(self, cells: dict):
        assert verdict(cells["right"]).passed
        assert set(cells["right"].outputs[0].data) == {"text/plain", "text/html", MIME_TYPE}
        assert len(cells["right"].outputs) == 1

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("missing", "missing-name"),
            ("placeholder", "not-attempted"),
            ("some missing", "missing-name"),
            ("odd object", "wrong-type"),
        ],
    )
    def test_a_failed_check_is_a_box_and_one_line(self, cells: dict, name: str, code: str):
        assert verdict(cells[name]).codes[0] == code
        (error,) = errors(cells[name])
        assert error.ename == "CheckFailed"
        assert len(error.traceback) == 1
        assert code in error.traceback[0]

    def test_a_check_that_fails_itself_says_so_and_takes_nothing_back(self, cells: dict):
        assert not errors(cells["broken check"])
        (box,) = [output.data["text/html"] for output in cells["broken check"].outputs]
        assert "not graded · ? of 2 points" in box
        assert "not yet" not in box
        assert "ZeroDivisionError: division by zero</pre></details>" in box
        assert "data               2 of  2  passed" in cells["progress"].outputs[0].text

    def test_a_missing_name_is_named(self, cells: dict):
        assert verdict(cells["missing"]).findings[0].message == "`x_data` and `y_data` do not exist."

    def test_a_name_error_of_the_learners_own_stays_one(self, cells: dict):
        (error,) = errors(cells["own error"])
        assert error.ename == "NameError"
        assert "zzz" in "".join(error.traceback)

    def test_a_check_says_what_it_takes(self, cells: dict):
        (error,) = errors(cells["too many"])
        said = "This check was called with 1 value. Write it as it was handed out: check.data(x_data, y_data)"
        assert (error.evalue, error.traceback) == (said, [said])

    def test_a_missing_name_in_a_call_of_too_few_is_a_name_error(self, cells: dict):
        (error,) = errors(cells["too few and missing"])
        assert (error.ename, error.evalue) == ("NameError", "name 'nobody' is not defined")
        assert len(cells["too few and missing"].outputs) == 1

    def test_progress_counts_what_passed(self, cells: dict):
        assert f"1 of {COUNT} exercises passed, 2 of {POINTS:g} points" in cells["progress"].outputs[0].text

    def test_no_evidence_is_shown_to_a_learner(self, cells: dict):
        assert not any(bundle.MIME_TYPE in o.get("data", {}) for cell in cells.values() for o in cell.outputs)
