"""What outlasts a kernel: what passed, what was answered, what was repaired, in a small file beside the notebook.

Nothing in it is ever graded. If anything is wrong with it (unreadable, corrupt, in a folder that cannot be written),
the lesson goes on as if it were not there.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from grader.core.atomic_files import atomic_write
from grader.notebook import frontend

PROGRESS_FILE = ".progress.json"  # hidden: a submission's hidden files are left behind
MAX_BYTES = 1_000_000


class Earned(msgspec.Struct, frozen=True):
    """What the last check of one exercise gave."""

    points: float
    passed: bool


class Slip(msgspec.Struct, frozen=True):
    """A mistake as the learner was told of it."""

    message: str
    hint: str = ""
    title: str = ""


class Card(msgspec.Struct, frozen=True):
    """A mistake that was made and repaired, as it was told last, and the exercises in which that happened."""

    slip: Slip
    exercises: tuple[str, ...] = ()


class Kept(msgspec.Struct):
    """What is kept of one lesson, by the names of its exercises and of its questions.

    `predicted` tells which predictions came true. `slips` are the mistakes of exercises that have not passed since, by
    exercise and code, and `cards` those that were repaired, by code.
    """

    checks: dict[str, Earned] = {}
    answers: dict[str, str] = {}
    predicted: dict[str, bool] = {}
    slips: dict[str, dict[str, Slip]] = {}
    cards: dict[str, Card] = {}

    def __or__(self, news: Kept) -> Kept:
        """Return what is kept, with `news` written over it."""
        return Kept(**{name: getattr(self, name) | getattr(news, name) for name in self.__struct_fields__})


def read(lesson: str) -> Kept:
    """Return what is kept of a lesson beside the open notebook; nothing if that cannot be read."""
    path = _path()
    return Kept() if path is None else of_lessons(path).get(lesson, Kept())


def keep(lesson: str, news: Kept) -> None:
    """Write `news` over what is kept: all of it or nothing, so that a kernel may end at any moment.

    Another notebook's entries stay. Where two write at the same moment one of them may be lost, until the next check:
    each kernel writes all that it knows.
    """
    path = _path()
    if path is None:
        return
    lessons = of_lessons(path)
    lessons[lesson] = lessons.get(lesson, Kept()) | news
    with suppress(OSError):
        # nbgrader copies what is beside a notebook, so everybody may read it.
        atomic_write(path, msgspec.json.encode(lessons), 0o644, prefix=f"{PROGRESS_FILE}-")


def _path() -> Path | None:
    notebook = frontend.here().notebook
    return None if notebook is None else notebook.parent / PROGRESS_FILE


def of_lessons(path: Path) -> dict[str, Kept]:
    """Return what the progress file at `path` keeps, by lesson; nothing if it cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return {}
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Kept])
    except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return {}
