"""A failed check in a front end is a box and no error, so that Run All goes to the end; everywhere else it raises."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import nbformat
import pytest

from grader import lessons
from tests.support.classroom import BIN, LINE, ROOT, notebook_name
from tests.support.session import JUPYTER, PROGRAM, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.session import Session

BLANK = "x_data = y_data = ..."


@pytest.fixture(scope="module")
def live() -> Iterator[Session]:
    with session(LINE, JUPYTER) as begun:
        yield begun


class TestInAFrontEnd:
    def test_a_failed_check_is_a_box_and_no_error(self, live: Session):
        assert live.run(BLANK, "test_data").codes == ("not-attempted",)
        assert (live.ended, live.printed) == ("ok", "")

    def test_a_pass_says_how_else_it_can_be_written(self, live: Session):
        assert live.run("data", "test_data").passed
        assert "Another way to write it: <code>y_data = 2 * x_data + 1</code>" in live.shown[-1]["text/html"]

    def test_values_in_another_order_are_told(self, live: Session):
        live.run("data", "check.data(y_data, x_data)")
        assert live.printed.endswith("in another order. Write it as it was handed out: check.data(x_data, y_data)")

    def test_what_comes_after_the_check_runs(self, live: Session):
        live.run(BLANK, "check.data(x_data, y_data)\nprint('the next line')")
        assert live.printed == "the next line\n"

    def test_a_missing_name_is_a_box_and_no_error(self, live: Session):
        assert live.run("test_training").codes == ("missing-name",)
        assert (live.ended, live.printed) == ("ok", "")

    def test_ones_own_error_stays_one(self, live: Session):
        live.run("zzz + 1")
        assert live.ended == "error"
        assert live.printed.startswith("NameError")

    def test_a_wrong_call_stays_an_error(self, live: Session):
        live.run("check.data(1)")
        assert live.ended == "error"
        assert live.printed.startswith("WrongCallError")

    @pytest.mark.parametrize("name", lessons.MODULES)
    def test_a_lesson_as_it_was_handed_out_runs_to_its_end(self, name: str):
        cells = nbformat.read(ROOT / "notebooks" / name / notebook_name(name), as_version=4).cells
        stopped = []
        with session(name, JUPYTER, JPY_SESSION_NAME="") as begun:
            for cell in cells:
                if cell.cell_type == "code":
                    begun.run(cell.source + "\n")  # the line's end tells it from a grade_id
                    if begun.ended != "ok":
                        stopped.append((cell.source, begun.printed))
        assert stopped == []


LOADED = "import sys; print('torch._dynamo' in sys.modules, torch.initial_seed(), check.lesson.results)"


class TestWarmStart:
    """The first optimizer of a process loads as much code as `import torch` does: the setup cell does that."""

    def test_a_front_end_is_told_when_the_lesson_is_ready(self):
        with session(LINE, JUPYTER) as begun:
            begun.run("check.begin(check.lesson)")  # what the import does, once more
            exercises, points = len(lessons.find(LINE).exercises), lessons.find(LINE).points
            assert begun.printed == f"Ready: lesson {LINE} has {exercises} exercises, worth {points:g} points.\n"
            begun.run(LOADED)
            assert begun.printed == "True 1 {}\n"
            begun.run("from grader.notebook.recording.recorder import recorder; print(recorder.steps)")
            assert begun.printed == "0\n"

    def test_nobody_waits_for_a_program(self):
        with session(LINE, PROGRAM) as begun:
            begun.run(LOADED)
            assert begun.printed == "False 1 {}\n"


class TestElsewhere:
    @pytest.mark.parametrize("doing", ["validate", "autograde"])
    def test_nbgrader_gets_an_error_whatever_the_request_says(self, doing: str):
        with session(LINE, JUPYTER, NBGRADER_EXECUTION=doing) as begun:
            begun.run(BLANK, "test_data")
            assert begun.ended == "error"
            assert begun.printed.startswith("CheckFailed")
            begun.run("test_training")
            assert begun.ended == "error"

    def test_a_pass_says_nothing_more(self):
        with session(LINE) as begun:
            assert begun.run("data", "test_data").passed
            assert "Another way" not in begun.shown[-1]["text/html"]

    def test_a_request_that_names_no_cell_gets_an_error(self):
        with session(LINE, PROGRAM, JPY_SESSION_NAME="lesson.ipynb") as begun:
            begun.run(BLANK, "test_data")
            assert begun.ended == "error"
            assert begun.printed.startswith("CheckFailed")

    @pytest.mark.parametrize(
        ("command", "says"),
        [
            (("nbgrader", "validate"), "VALIDATION FAILED ON 1 CELL"),
            (("jupyter", "nbconvert", "--to=notebook", "--execute", "--stdout"), "CellExecutionError"),
            (("pytest", "--nbval-lax", "-q", "-n0", "-p", "no:cacheprovider"), "1 failed, 2 passed"),
        ],
        ids=["nbgrader validate", "nbconvert", "nbval"],
    )
    def test_programs_that_run_notebooks_see_it_fail(self, tmp_path: Path, command: tuple[str, ...], says: str):
        setup = f"import torch\nfrom grader.lessons import {notebook_name(LINE).removesuffix('.ipynb')} as check"
        graded = {
            "grade": True, "grade_id": "test_data", "locked": True, "points": 2, "schema_version": 3, "solution": False,
            "task": False, "cell_type": "code",
        }  # fmt: skip
        cells = [nbformat.v4.new_code_cell(source) for source in (setup, BLANK, "check.data(x_data, y_data)")]
        cells[-1].metadata["nbgrader"] = graded
        notebook = tmp_path / notebook_name(LINE)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
        # As from a terminal that a live notebook started, which hands on its environment.
        environment = {**os.environ, "JPY_SESSION_NAME": str(notebook)}
        done = subprocess.run(
            [BIN / command[0], *command[1:], notebook], cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert says in done.stdout + done.stderr
