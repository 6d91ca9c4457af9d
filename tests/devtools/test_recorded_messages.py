"""What is recorded of sample answers is compared word by word; numbers may be rounded otherwise on another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.core.catalogue import found
from grader.core.verdict import Verdict
from grader.devtools import recorded_messages as messages

if TYPE_CHECKING:
    from pathlib import Path


def test_a_line_holds_points_code_message_and_hint():
    verdict = Verdict.of("data", 2, [found("wrong-shape", "`x_data` has shape (3,)", 1)])
    (line,) = messages.lines("wrong-shape-flat", {"data": verdict})
    name, exercise, points, finding, hint = line.split(messages.BETWEEN)
    assert (name, exercise, points) == ("wrong-shape-flat", "data", "1 of 2 points")
    assert finding == "wrong-shape: `x_data` has shape (3,)"
    assert hint.startswith("Hint: ")


@pytest.mark.parametrize(
    ("one", "other"),
    [("the loss is 0.1234", "the loss is 0.1235"), ("length nan, shape (3, 1)", "length nan, shape (3, 1)"),
     ("within 3e-8 of 2", "within 1e-7 of 2")],
)  # fmt: skip
def test_numbers_may_be_rounded_otherwise(one: str, other: str):
    assert messages.alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("the loss is 0.1234", "the loss is 0.2"), ("a loss of 3", "the loss of 3"), ("shape (3, 1)", "shape (3,)"),
     ("1 of 5 points", "2 of 5 points"), ("the loss is nan", "the loss is 3")],
)  # fmt: skip
def test_other_words_and_other_numbers_are_told(one: str, other: str):
    assert not messages.alike(one, other)


def test_a_difference_shows_what_was_and_what_is():
    now = {"a": ["a | data | 2 of 2 points", "a | model | 0 of 2 points"], "b": ["b | data | 2 of 2 points"]}
    before = {"a": ["a | data | 2 of 2 points", "a | model | 2 of 2 points"]}
    assert messages.differences(now, before) == [
        "- a | model | 2 of 2 points", "+ a | model | 0 of 2 points", "+ b | data | 2 of 2 points",
    ]  # fmt: skip


def test_what_was_not_run_keeps_its_lines(tmp_path: Path):
    place = tmp_path / "lesson.txt"
    messages.record(place, {"a": ["a | 1"], "b": ["b | 1"], "gone": ["gone | 1"]}, ["a", "b", "gone"])
    messages.record(place, {"b": ["b | 2"]}, ["b", "a"])
    assert messages.recorded(place) == {"a": ["a | 1"], "b": ["b | 2"]}


def test_an_exercise_that_passed_has_no_line():
    assert messages.lines("solution", {"data": Verdict.of("data", 2, [])}) == []


def test_other_rounding_changes_no_recorded_line(tmp_path: Path):
    place = tmp_path / "lesson.txt"
    messages.record(place, {"a": ["a | the loss is 0.1234"]}, ["a"])
    messages.record(place, {"a": ["a | the loss is 0.1235"]}, ["a"])
    assert messages.recorded(place) == {"a": ["a | the loss is 0.1234"]}
