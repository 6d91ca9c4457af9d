"""What commands share: the lesson and the student in either order."""

from __future__ import annotations

import pytest

from grader.grading.command_line.shared import lesson_first

KNOWN = ["01_lines", "02_matches"]


@pytest.mark.parametrize(
    ("given", "lesson", "students"),
    [
        (["01_lines", "hazel", "rowan"], "01_lines", ["hazel", "rowan"]),
        (["hazel", "01_lines"], "01_lines", ["hazel"]),
        (["hazel", "01_lines", "rowan"], "01_lines", ["hazel", "rowan"]),
        (["01_lines"], "01_lines", []),
        (["01_lines", "02_matches"], "01_lines", ["02_matches"]),  # a student with the name of a lesson
        (["hazel", "01_lines", "02_matches"], "hazel", ["01_lines", "02_matches"]),
        (["hazel", "01_line"], "hazel", ["01_line"]),  # no lesson: the command says so
    ],
)
def test_lesson_is_found_if_it_cannot_be_mistaken(given: list[str], lesson: str, students: list[str]) -> None:
    assert lesson_first(given[0], given[1:], KNOWN) == (lesson, students)
