"""Predictions of every kind and questions on earlier lessons, in a real kernel, with a front end and without."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from grader import lessons
from tests.support.classroom import LINE
from tests.support.session import REPLIES, press, session, typed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.session import Session

NAMED_PREDICT = "04_capstone"  # the lesson with an exercise of this name
NUMBER = "check.ask.predict('loss', 'How large is the `loss`?', within=0.1)"
NUMBER_TOLD = "check.compare('loss', lambda: loss, 'the loss is {:.3g}', why='Each error is squared, as in `x ** 2`.')"
NAMES = "check.ask.predict('first', 'Which one is first?', ['SGD', 'Adam'])"
NAMES_TOLD = "check.compare('first', lambda: first, '{} was first', why='It adapts its steps.')"
RECALL = (
    "check.recall('What does `backward()` do?', {'It clears.': 'Only `zero_grad()` clears.', "
    "'It adds.': 'It adds to `.grad`.'}, right='It adds.')"
)


@pytest.fixture(scope="module")
def plain() -> Iterator[Session]:
    """A kernel without a front end, as nbval, nbconvert and the Validate button start one."""
    with session(LINE, JPY_SESSION_NAME="") as begun:
        yield begun


@pytest.fixture
def front_end(tmp_path: Path) -> dict[str, str]:
    return {"JPY_SESSION_NAME": str(tmp_path / "lesson.ipynb"), "NBGRADER_EXECUTION": ""}


class TestWithoutAFrontEnd:
    def test_a_number_is_asked_for_in_words(self, plain: Session):
        plain.run(NUMBER)
        assert plain.printed == "How large is the loss?\n  Answer with a number.\n"
        assert plain.shown == []

    def test_what_happened_is_told_without_an_answer_and_explains_no_miss(self, plain: Session):
        plain.run(NUMBER, "loss = 2.5", NUMBER_TOLD)
        assert plain.printed == "You made no prediction.\nThis is what happened: the loss is 2.5.\n"
        plain.run(NAMES, "first = 'Adam'", NAMES_TOLD)
        assert plain.printed == "You made no prediction.\nIt was:   Adam: Adam was first.\n"

    @pytest.mark.parametrize("value", ["...", "None", "3", "['Adam']"])
    def test_what_is_no_name_leaves_nothing_to_compare(self, plain: Session, value: str):
        plain.run(NAMES, f"first = {value}", NAMES_TOLD)
        assert plain.printed.startswith("Nothing to compare yet")

    def test_a_question_is_printed_with_its_answer_below(self, plain: Session):
        plain.run(RECALL)
        assert plain.printed.splitlines() == [
            "What does backward() do?", "  1. It clears.", "  2. It adds.", "", "Answer: It adds.", "It adds to .grad.",
            "",
        ]  # fmt: skip
        assert plain.shown == []

    def test_an_author_who_names_no_option_is_told(self, plain: Session):
        plain.run("check.recall('Which?', {'a': 'A.'}, right='b')")
        assert "ValueError: the right answer 'b' is not one of the options ['a']" in plain.printed

    def test_prompts_import_no_widgets_and_keep_nothing(self, plain: Session):
        plain.run(NUMBER, NAMES, RECALL, "import sys; print('ipywidgets' in sys.modules)")
        assert plain.printed == "False\n"
        plain.run("check.progress()")
        assert "Predictions" not in plain.printed


def test_grading_prints_a_question_with_its_answer(front_end: dict[str, str]):
    with session(LINE, **front_end | {"NBGRADER_EXECUTION": "autograde"}) as graded:
        graded.run(RECALL)
        assert graded.printed.endswith("\n\nAnswer: It adds.\nIt adds to .grad.\n\n")
        graded.run(NUMBER, "loss = 2", NUMBER_TOLD)
        assert graded.printed.startswith("You made no prediction.")


class TestWithAFrontEnd:
    def test_a_number_is_typed_kept_and_compared(self, front_end: dict[str, str]):
        with session(LINE, **front_end) as begun:
            begun.run(NUMBER)
            question, controls, reply = [data["text/plain"] for data in begun.shown]
            assert (question, reply) == ("How large is the loss?", "")
            assert controls == 'Run this cell again to use the buttons, or answer in code: check.answer("loss", 0.25)'
            begun.run(typed("two"), REPLIES)
            assert '"two" is not a number. Type one number and nothing else' in begun.printed
            begun.run("loss = 3", NUMBER_TOLD)
            assert begun.printed.startswith("You made no prediction.")
            begun.run(typed("2,7"), REPLIES)
            assert "Saved. Carry on" in begun.printed
            begun.run(typed("oops"), NUMBER_TOLD)
            assert begun.printed == "You said 2.7, and that is close enough: the loss is 3.\n"
            begun.run("loss = 4", NUMBER_TOLD)
            assert begun.printed.splitlines() == [
                "You said 2.7, and that is more than 10 % away: the loss is 4.", "Each error is squared, as in x ** 2.",
            ]  # fmt: skip
        with session(LINE, **front_end) as again:
            again.run("check.progress()")
            assert "Predictions: 0 of 1 right." in again.printed
            again.run(NUMBER, "loss = 2.7", NUMBER_TOLD)
            assert again.printed.startswith("You said 2.7, and that is close enough")

    def test_the_field_has_a_label_and_a_button(self, front_end: dict[str, str]):
        with session(LINE, **front_end) as begun:
            begun.run(NUMBER, press("Save"), REPLIES)
            assert "The field is empty. Type one number" in begun.printed
            begun.run("print([w for w in _instances.values() if isinstance(w, Text)][-1].description)")
            assert begun.printed == "Your number:\n"

    def test_a_name_is_pressed_and_a_miss_explained_in_one_line(self, front_end: dict[str, str]):
        with session(LINE, **front_end) as begun:
            begun.run(NAMES, press("SGD"), "first = 'Adam'", NAMES_TOLD)
            assert begun.printed.splitlines() == [
                "You said: SGD.", "It was:   Adam: Adam was first.", "It adapts its steps.",
            ]  # fmt: skip
            begun.run("first = 'SGD'", NAMES_TOLD)
            assert begun.printed == "You said: SGD.\nIt was:   SGD, as you said: SGD was first.\n"

    def test_progress_counts_the_predictions_that_were_compared(self, front_end: dict[str, str]):
        with session(LINE, **front_end) as begun:
            begun.run(NUMBER, typed("2"), NAMES, press("SGD"))
            begun.run("check.progress()")
            assert "Predictions" not in begun.printed
            begun.run("loss, first = 2, 'Adam'", NUMBER_TOLD, NAMES_TOLD, "check.progress()")
            assert begun.printed.splitlines()[-1] == "Predictions: 1 of 2 right."

    def test_an_answer_to_a_question_is_explained_and_kept_and_is_no_prediction(self, front_end: dict[str, str]):
        with session(LINE, **front_end) as begun:
            begun.run(RECALL)
            assert "Answer" not in begun.shown[0]["text/plain"]
            begun.run(press("It clears."), REPLIES)
            assert "Not quite. Only <code>zero_grad()</code> clears." in begun.printed
            begun.run(press("It adds."), REPLIES)
            assert "Right. It adds to <code>.grad</code>." in begun.printed
        with session(LINE, **front_end) as again:
            again.run(RECALL, "from ipywidgets.widgets.widget import _instances; from ipywidgets import HTML", REPLIES)
            assert "Right. It adds to" in again.printed
            again.run("check.progress()")
            assert "Predictions" not in again.printed


@pytest.mark.parametrize("name", lessons.MODULES)
def test_every_lesson_offers_every_prompt(name: str):
    module = importlib.import_module(lessons.MODULES[name])
    for prompt in ("compare", "recall", "own_lines", "field_guide"):
        assert getattr(module, prompt) == getattr(module.ask, prompt)
    assert callable(module.arrange)  # a lesson may have lines of its own to be put in order
    assert name == NAMED_PREDICT or module.predict == module.ask.predict
