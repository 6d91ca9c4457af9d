"""The start page of the course: what it is, its lessons in order with the learner's progress, and how to begin."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from grader.notebook.progress_file import PROGRESS_FILE, of_lessons

PAGE = Path(__file__).with_suffix(".html")
NO_LESSONS = "This folder holds no lessons."
FOLDERS = (".", "notebooks")  # below the folder that the server shows
NAME = re.compile(r"\d\d_(\w+)")
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
TIME = re.compile(r"\*\*(?:Time|Estimated time):\*\* ([^.,;]*minutes)")


class LessonEntry(NamedTuple):
    """A lesson on the start page. `path` is its notebook, as seen from the folder that the server shows."""

    title: str
    path: str
    time: str
    exercises: int
    points: float
    passed: int
    earned: float

    @property
    def is_done(self) -> bool:
        return self.passed == self.exercises


def lessons_in(root: Path) -> list[LessonEntry]:
    """Return the lessons below `root` in their order. What is not a lesson is passed over."""
    for folder in FOLDERS:
        found = [entry for path in sorted((root / folder).glob("[0-9][0-9]_*")) if (entry := _entry(root, path))]
        if found:
            return found
    return []


def _entry(root: Path, folder: Path) -> LessonEntry | None:
    name = NAME.fullmatch(folder.name)
    notebook = folder / f"{name[1]}.ipynb" if name else folder
    try:
        cells = msgspec.json.decode(notebook.read_bytes())["cells"]
        prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        worth = _worth(cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    title, time = TITLE.search(prose), TIME.search(prose)
    if title is None or not worth:
        return None
    kept = of_lessons(folder / PROGRESS_FILE).get(folder.name)
    checks = {exercise: earned for exercise, earned in (kept.checks if kept else {}).items() if exercise in worth}
    return LessonEntry(
        title[1], notebook.relative_to(root).as_posix(), time[1] if time else "", len(worth), sum(worth.values()),
        sum(check.passed for check in checks.values()),
        sum(min(check.points, worth[exercise]) for exercise, check in checks.items()),
    )  # fmt: skip


def _worth(cells: list[dict[str, Any]]) -> dict[str, float]:
    """Return the points of each exercise, by its name: a graded cell is called test_NAME."""
    graded = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    return {each["grade_id"].removeprefix("test_"): each["points"] for each in graded if each.get("grade")}


def as_html(lessons: list[LessonEntry], base_url: str) -> str:
    """Return the page. `base_url` is the server's own, such as "/"."""
    following = next((lesson for lesson in lessons if not lesson.is_done), None)
    rows = "\n".join(_row(lesson, base_url) for lesson in lessons)
    listed = f'<ol class="lessons">\n{rows}\n</ol>' if lessons else f"<p>{NO_LESSONS}</p>"
    return PAGE.read_text(encoding="utf-8").format(
        start=_button(following, base_url, begun=any(lesson.passed for lesson in lessons)),
        lessons=listed, lab=html.escape(f"{base_url}lab"),
    )  # fmt: skip


def _button(lesson: LessonEntry | None, base_url: str, *, begun: bool) -> str:
    if lesson is None:
        return ""
    says = f"{'Go on with' if begun else 'Begin with'} {lesson.title[:1].lower()}{lesson.title[1:]}"
    return f'<p><a class="start" href="{_address(lesson, base_url)}">{html.escape(says)}</a></p>'


def _row(lesson: LessonEntry, base_url: str) -> str:
    told = f"{lesson.passed} of {lesson.exercises} exercises passed, {lesson.earned:g} of {lesson.points:g} points"
    time = f"{html.escape(lesson.time)} · " if lesson.time else ""
    return (
        f'<li><a href="{_address(lesson, base_url)}">{html.escape(lesson.title)}</a>'
        f"<label>{time}{told}"
        f'<progress max="{lesson.exercises}" value="{lesson.passed}"></progress></label></li>'
    )


def _address(lesson: LessonEntry, base_url: str) -> str:
    return html.escape(f"{base_url}lab/tree/{quote(lesson.path)}")
