"""Predictions, questions and progress in a real kernel, with a front end and without."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader import lessons
from grader.notebook.progress_file import PROGRESS_FILE
from tests.support.classroom import LINE, SOCCER
from tests.support.session import REPLIES, Session, press, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT, POINTS = len(lessons.find(LINE).exercises), lessons.find(LINE).points

WIDGET = "application/vnd.jupyter.widget-view+json"
ASK = "check.predict('double', 'Twice 4?', {'less than 8': (0, 8), '8 or more': (8, 99)})"
TELL = "check.compare('double', lambda: twice, 'it is {:g}')"


@pytest.fixture(scope="module")
def plain() -> Iterator[Session]:
    """A kernel without a front end, as nbval, nbconvert and the Validate button start one."""
    with session(LINE, JPY_SESSION_NAME="") as begun:
        yield begun


class TestWithoutAFrontEnd:
    def test_a_prediction_is_printed_as_text(self, plain: Session):
        plain.run(ASK)
        assert plain.printed == "Twice 4?\n  1. less than 8\n  2. 8 or more\n"
        assert plain.shown == []

    def test_the_lines_to_order_are_printed(self, plain: Session):
        plain.run("check.arrange()")
        assert plain.printed.splitlines()[0] == "Put the lines of one epoch into an order that trains."
        assert "  loss.backward()" in plain.printed
        assert plain.shown == []

    def test_what_happened_is_told_without_an_answer(self, plain: Session):
        plain.run(ASK, "twice = 8", TELL)
        assert plain.printed == "You made no prediction.\nIt was:   8 or more: it is 8.\n"

    @pytest.mark.parametrize("value", ["...", "None", "'many'", "float('nan')"])
    def test_an_exercise_that_is_not_solved_leaves_nothing_to_compare(self, plain: Session, value: str):
        plain.run(ASK, f"twice = {value}", TELL)
        assert plain.printed.startswith("Nothing to compare yet")

    def test_a_number_that_no_option_has_is_told_all_the_same(self, plain: Session):
        plain.run(ASK, "twice = 100", TELL)
        assert "It was:   none of these: it is 100." in plain.printed

    def test_widgets_are_not_even_imported(self, plain: Session):
        plain.run(ASK, "check.arrange()", "import sys; print('ipywidgets' in sys.modules)")
        assert plain.printed == "False\n"

    def test_own_lines_wait_for_the_exercise(self, plain: Session):
        plain.run("check.own_lines(None)")
        assert plain.printed.startswith("Questions about your own lines come here once")


def test_grading_asks_nothing_of_ones_own_lines_and_imports_no_widgets():
    with session(LINE, NBGRADER_EXECUTION="autograde", JPY_SESSION_NAME="/x/lesson.ipynb") as graded:
        graded.run(ASK, "twice = 8", TELL)
        assert "You made no prediction." in graded.printed
        graded.run("check.own_lines(None)")
        assert graded.printed == ""
        graded.run("import sys; print('ipywidgets' in sys.modules)")
        assert graded.printed == "False\n"


class TestWithAFrontEnd:
    def test_an_answer_and_what_passed_outlast_the_kernel(self, tmp_path: Path):
        environment = {"JPY_SESSION_NAME": str(tmp_path / "lesson.ipynb"), "NBGRADER_EXECUTION": ""}
        with session(LINE, **environment) as first:
            first.run(ASK)
            question, controls, reply = first.shown
            assert (question["text/plain"], set(controls)) == ("Twice 4?", {WIDGET, "text/plain"})
            assert (set(reply), reply["text/plain"]) == ({"text/html", "text/plain"}, "")
            first.run(press("less than 8"))
            assert first.updated[0]["text/plain"].startswith("Your answer: less than 8. Saved.")
            first.run("twice = 8", TELL)
            assert first.printed == "You said: less than 8.\nIt was:   8 or more: it is 8.\n"
            first.run(ASK, TELL)
            assert first.printed.startswith("You said: less than 8.")
            first.run("data", "test_data", "test_model")
            assert f"1 of {COUNT} exercises passed, 2 of {POINTS:g} points; left: model" in first.shown[0]["text/plain"]
        with session(LINE, **environment) as second:
            second.run(ASK, "twice = 7", TELL)
            assert second.printed == "You said: less than 8.\nIt was:   less than 8, as you said: it is 7.\n"
            second.run("check.progress()")
            lines = second.printed.splitlines()
            assert lines[0] == "data               2 of  2  passed, before this start of the kernel"
            assert lines[1] == "model              0 of  2  not yet, before this start of the kernel"
            assert lines[2] == "criterion          0 of  2  not checked yet"
            told = f"1 of {COUNT} exercises passed, 2 of {POINTS:g} points (1 passed before this start of the kernel)"
            assert lines[-3:-1] == [told, "Predictions: 1 of 1 right."]
            second.run("data", "test_data", "check.progress()")
            assert second.printed.splitlines()[0] == "data               2 of  2  passed"

    def test_an_order_is_kept_and_told(self, tmp_path: Path):
        with session(LINE, JPY_SESSION_NAME=str(tmp_path / "lesson.ipynb")) as begun:
            begun.run("check.arrange()", press("Check the order"))
        stored = json.loads((tmp_path / PROGRESS_FILE).read_text())[LINE]["answers"]
        assert stored == {"order of the loop": "step backward forward zero loss"}

    def test_the_learners_own_lines_are_asked_about_and_explained(self, tmp_path: Path):
        with session(LINE, JPY_SESSION_NAME=str(tmp_path / "lesson.ipynb")) as begun:
            begun.run("data", "model", "criterion", "optimizer", "training", "test_training", "check.own_lines(net)")
            assert [data["text/plain"] for data in begun.shown[::3]] == [
                "Which of your lines changed the parameters of net?",
                "Which of your lines filled .grad?",
            ]
            assert "  4. loss.backward()" in begun.shown[1]["text/plain"]
            begun.run(press("loss.backward()"), REPLIES)
            assert "Right: <code>loss.backward()</code>" in begun.printed
            assert "in epoch 1" in begun.printed
            begun.run(press("optimizer.step()"), REPLIES)
            assert "No: <code>optimizer.step()</code> changes the parameters" in begun.printed


def test_a_loop_in_a_function_is_not_asked_about():
    with session(SOCCER, JPY_SESSION_NAME="") as begun:
        begun.run("given_matches", "data", "model", "criterion", "optimizer")
        loop = begun.source("training").split("### BEGIN SOLUTION")[1].split("### END")[0]
        body = "".join(f"    {line}\n" for line in loop.strip().splitlines())
        begun.run(f"def run():\n{body}    return losses\n", "losses = run()", "test_training", "check.own_lines(model)")
        assert begun.printed.startswith("Your loop is not a plain loop in the cell that trained")
