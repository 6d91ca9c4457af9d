"""The rule of an exercise, as docs/what_counts.md tells it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import grader
from grader.core.exercise import Exercise
from grader.grading.course import Course

PAGE = Path("docs", "what_counts.md")


class Rule(NamedTuple):
    """What an exercise asks for, what else it accepts, and what it does not accept and why. `source` is the page."""

    asks_for: str
    also_accepted: str = ""
    not_accepted: str = ""
    source: str = ""


def rule_of(course: Course, exercise: Exercise) -> Rule:
    """Return the rule of an exercise. Without the page, or without a row for it, the exercise's own first line."""
    for root in (course.root, Path(grader.__file__).parents[1]):
        try:
            page = (root / PAGE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        found = _row(page, exercise.lesson.name, exercise.name)
        if found is not None:
            return found
    return Rule((exercise.__doc__ or exercise.name).strip().partition("\n")[0])


def _row(page: str, lesson: str, exercise: str) -> Rule | None:
    section = re.search(rf"^## {re.escape(lesson)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    row = re.search(rf"^\| `{re.escape(exercise)}` \|(.+)\|$", section[1] if section else "", re.MULTILINE)
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row[1])] if row else []
    if len(cells) < 4:  # noqa: PLR2004 - points, and the three columns of the rule
        return None
    asked, accepted, refused = cells[1:4]
    return Rule(asked, accepted, refused, PAGE.as_posix())
