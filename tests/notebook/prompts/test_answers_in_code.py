"""Questions in each front end, in a real kernel that gets what this front end sends: with buttons, or in code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from grader.notebook.panel import VIEW
from grader.notebook.progress_file import PROGRESS_FILE
from tests.support.classroom import LINE
from tests.support.session import (
    COLAB,
    CONSOLE,
    JUPYTER,
    NBCLASSIC,
    PROGRAM,
    SERVER,
    Sender,
    Session,
    press,
    session,
    vs_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ASK = "check.predict('twice', 'Twice 4?', {'less than 8': (0, 8), '8 or more': (8, 99)})"
TELL = "twice = 8\ncheck.compare('twice', lambda: twice, 'it is {:g}')"
RECALL = (
    "check.recall('What does `backward()` do?', "
    "{'It clears.': 'Only zero_grad() does.', 'It adds.': 'Yes.'}, 'It adds.')"
)
NUMBER = "check.predict('loss', 'How large is the loss?', within=0.1)"
KEPT = {"twice": "8 or more"}


class Case(NamedTuple):
    """A front end: what it sends, whether the kernel knows the session's notebook, and what then works."""

    sender: Sender
    in_session: bool
    has_widgets: bool
    is_kept: bool


CASES = {
    "JupyterLab": Case(JUPYTER, in_session=True, has_widgets=True, is_kept=True),
    "nbclassic": Case(NBCLASSIC, in_session=True, has_widgets=True, is_kept=True),
    "a server that runs cells": Case(SERVER, in_session=True, has_widgets=True, is_kept=True),
    "Colab": Case(COLAB, in_session=False, has_widgets=True, is_kept=False),
    "console": Case(CONSOLE, in_session=False, has_widgets=False, is_kept=False),
    "a program of a notebook": Case(PROGRAM, in_session=True, has_widgets=False, is_kept=False),
}


def kept(folder: Path) -> dict[str, str] | None:
    file = folder / PROGRESS_FILE
    return json.loads(file.read_text())[LINE]["answers"] if file.exists() else None


@pytest.mark.parametrize("name", CASES)
def test_a_question_is_answered_in_every_front_end(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    place = str(tmp_path / "lesson.ipynb") if case.in_session else ""
    with session(LINE, case.sender, JPY_SESSION_NAME=place, NBGRADER_EXECUTION="") as begun:
        answer(begun, case)
        assert kept(tmp_path) == (KEPT if case.is_kept else None)


def test_vs_code_tells_where_its_notebook_is(tmp_path: Path) -> None:
    sender = vs_code(tmp_path / "lesson.ipynb")
    with session(LINE, sender, JPY_SESSION_NAME="", NBGRADER_EXECUTION="") as begun:
        answer(begun, Case(sender, in_session=False, has_widgets=True, is_kept=True))
        assert kept(tmp_path) == KEPT
    with session(LINE, sender, JPY_SESSION_NAME="", NBGRADER_EXECUTION="") as again:
        again.run(ASK, TELL)
        assert again.printed.startswith("You said: 8 or more.")


def answer(begun: Session, case: Case) -> None:
    begun.run(ASK)
    assert any(VIEW in data for data in begun.shown) == case.has_widgets
    assert ("Answer in code: check.answer(" in begun.printed) == (case.sender is CONSOLE and not case.in_session)
    if case.has_widgets:
        begun.run(press("less than 8"), TELL)
        assert begun.printed.startswith("You said: less than 8.")
    begun.run('check.answer("twice", 2)')
    assert begun.printed.startswith("Saved.")
    begun.run(TELL)
    assert begun.printed.startswith("You said: 8 or more.\nIt was:   8 or more, as you said: it is 8.")
    # A front end with widgets shows a box, and runs what comes below.
    assert begun.run("x_data = y_data = ...", "test_data").codes == ("not-attempted",)
    assert begun.ended == ("ok" if case.has_widgets else "error")


@pytest.fixture(scope="module")
def program() -> Iterator[Session]:
    with session(LINE, JPY_SESSION_NAME="") as begun:
        yield begun


class TestAnswer:
    @pytest.mark.parametrize("given", ["2", "'8 or more'"])
    def test_an_option_is_given_by_its_number_or_itself(self, program: Session, given: str) -> None:
        program.run(ASK, f"check.answer('twice', {given})", TELL)
        assert program.printed.startswith("You said: 8 or more.")

    @pytest.mark.parametrize("given", ["0", "3", "'many'", "None", "True", "[1]", "2.5"])
    def test_anything_else_is_told_what_to_give(self, program: Session, given: str) -> None:
        program.run(ASK, f"check.answer('twice', {given})")
        assert program.printed == f"{eval(given)!r} is not one of the answers. Give a number from 1 to 2.\n"  # noqa: S307
        assert program.ended == "ok"

    def test_a_number_is_given_as_a_number_or_as_text(self, program: Session) -> None:
        program.run(NUMBER, "check.answer('loss', 2.5)", "check.compare('loss', lambda: 2.5, 'it is {:g}')")
        assert program.printed.startswith("You said 2.5, and that is close enough")
        program.run("check.answer('loss', '2,7')", "check.compare('loss', lambda: 2.7, 'it is {:g}')")
        assert program.printed.startswith("You said 2.7, and that is close enough")
        program.run("check.answer('loss', 'much')")
        assert program.printed.startswith('"much" is not a number.')

    def test_a_question_about_an_earlier_lesson_has_a_number(self, program: Session) -> None:
        program.run(RECALL, "check.answer('recall 1', 1)")
        assert program.printed == "Not quite. Only zero_grad() does.\n"
        program.run(RECALL, "check.answer('recall 1', 'It adds.')")
        assert program.printed == "Right. Yes.\n"

    def test_an_order_is_given_by_the_numbers_of_the_lines(self, program: Session) -> None:
        program.run("check.arrange()", "check.answer('order of the loop', '3 5 4 2 1')")
        assert program.printed.startswith("Right. The gradients of the epoch before are cleared")
        program.run("check.answer('order of the loop', [3, 5, 4, 1, 2])")
        assert "comes too early" in program.printed
        program.run("check.answer('order of the loop', '3 5 4 2')")
        assert "is not an order. Give each number from 1 to 5 once" in program.printed

    def test_a_question_that_was_not_asked_is_told(self, program: Session) -> None:
        program.run("check.answer('thrice', 1)")
        assert program.printed.startswith('There is no question "thrice" yet. Run the cell that asks it')
        assert program.ended == "ok"


def test_a_console_is_told_how_to_answer_and_learns_no_answer_before() -> None:
    with session(LINE, CONSOLE, JPY_SESSION_NAME="", NBGRADER_EXECUTION="") as begun:
        begun.run(RECALL)
        assert begun.printed.splitlines()[-1] == 'Answer in code: check.answer("recall 1", 1)'
        begun.run("check.arrange()")
        assert "  1. example_optimizer.step()" in begun.printed
        begun.run("from grader.notebook.figures import line as figures\nfigures.be_the_optimizer()")
        assert (
            "To see it otherwise, call it with other values: a from -1 to 5; b from -3 to 5; take for" in begun.printed
        )
