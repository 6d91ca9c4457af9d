"""Lesson 4's own prompts: the questions on lessons 1 to 3, and an epoch with validation to be put in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.lessons.capstone.review import QUESTIONS
from grader.notebook.prompts.puzzles import EPOCH
from tests.support.session import REPLIES, press, session

if TYPE_CHECKING:
    from pathlib import Path

LESSON = "04_capstone"


@pytest.mark.parametrize(("question", "options", "right"), QUESTIONS)
def test_a_question_has_its_right_answer_among_its_options_and_explains_each(question, options, right):
    assert right in options
    assert len({*options.values()}) == len(options) == 3


def test_the_right_answers_are_not_all_at_the_same_place():
    assert len({[*options].index(right) for _, options, right in QUESTIONS}) == 3


def test_in_a_notebook_answers_are_told_and_kept(tmp_path: Path):
    with session(LESSON, JPY_SESSION_NAME=str(tmp_path / "lesson.ipynb")) as begun:
        begun.run("check.review()")
        assert [data["text/plain"].splitlines()[0][:7] for data in begun.shown[::3]] == [
            f"{n} of 6." for n in range(1, 7)
        ]
        begun.run(press("it clears them"), REPLIES)
        assert "Not quite. That is what <code>optimizer.zero_grad()</code> does." in begun.printed
        begun.run("check.arrange()", press("Check the order"), REPLIES)
        assert EPOCH.fault(EPOCH.shuffled).split("`")[2].strip() in begun.printed
    (stored,) = tmp_path.glob(".*.json")
    answers = json.loads(stored.read_text())[LESSON]["answers"]
    assert answers[EPOCH.key] == " ".join(EPOCH.shuffled)
    assert "it clears them" in answers.values()
