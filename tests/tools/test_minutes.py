"""A lesson takes as long as it says."""

from __future__ import annotations

import pytest

from grader import lessons
from tools.minutes import agree


@pytest.mark.parametrize("lesson", lessons.MODULES)
def test_a_lesson_takes_the_minutes_that_it_names(lesson: str) -> None:
    assert agree(lesson)
