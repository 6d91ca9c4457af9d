"""Copies of the gradebook, made before a command replaces grades, and how to go back to one of them.

A copy is a folder of `gradebook_copies/`: the gradebook, and the graded files of the students whose grades the command
replaces. Those are links to the files, which costs nothing: the grader never writes into a graded file, it replaces it.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import msgspec
from nbgrader.api import Base, Gradebook
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from grader.core.atomic_files import atomic_write
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook import not_graded, student_scores
from grader.grading.gradebook.connect import existing, shown
from grader.grading.log import LOG
from grader.grading.texts import typed_line

FOLDER, DATABASE, ABOUT = "gradebook_copies", "gradebook.db", "about.json"
GRADED, FILES, REASON = "graded", "files", "not-graded.txt"  # graded/STUDENT/LESSON/files/
KEPT = 10
PARTIAL = ".making-"

Totals = dict[tuple[str, str], float | None]


class About(msgspec.Struct, frozen=True):
    """Why a copy was made: the `command` that came next, and when."""

    command: str
    made: dt.datetime


class Copy(msgspec.Struct, frozen=True):
    """A copy: its folder, whose name is its own, and why it was made."""

    path: Path
    about: About

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.path / DATABASE}"

    @property
    def submissions(self) -> list[tuple[str, str]]:
        """The lesson and the student of each submission whose grade the command replaced."""
        return sorted((path.name, path.parent.name) for path in self.path.glob(f"{GRADED}/*/*"))


class Change(NamedTuple):
    """What counts for one student in one lesson, now and in the copy. None if nothing is graded."""

    student: str
    lesson: str
    now: float | None
    then: float | None


def keep(
    course: Course, command: str, submissions: Iterable[tuple[str, str]] = (), spared: Copy | None = None
) -> Copy | None:
    """Copy the gradebook and the graded files of `submissions`, and remove all but the last ten copies.

    The copy `spared` is not removed. Returns None if there is no gradebook yet. Raises CourseError, before the command
    has changed anything.
    """
    made = dt.datetime.now(dt.UTC)
    about = About(command, made)
    name = f"{made.astimezone():%Y-%m-%d_%H-%M-%S}-{made.microsecond:06}"
    place, partial = course.root / FOLDER / name, course.root / FOLDER / f"{PARTIAL}{name}"
    try:
        partial.mkdir(parents=True)
        if not _copy_out(course, partial / DATABASE):
            partial.rmdir()
            return None
        for lesson, student in submissions:
            _take(course.autograded(lesson, student), partial / GRADED / student / lesson)
        atomic_write(partial / ABOUT, msgspec.json.encode(about))
        partial.rename(place)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise CourseError(
            f"no copy of the gradebook could be kept, so nothing was changed: {typed_line(error)}"
        ) from error
    for old in copies(course)[KEPT:]:
        if spared is None or old.name != spared.name:
            shutil.rmtree(old.path, ignore_errors=True)
    return Copy(place, about)


def add(course: Course, copy: Copy, lesson: str, student: str) -> None:
    """Add one more submission's graded files to a copy that was just made. Raises CourseError."""
    try:
        _take(course.autograded(lesson, student), copy.path / GRADED / student / lesson)
    except OSError as error:
        raise CourseError(f"the grade could not be kept, so it was not replaced: {typed_line(error)}") from error


def copies(course: Course) -> list[Copy]:
    """Return the copies, the newest first. A folder that is not a whole copy is left out."""
    return sorted(_found(course.root / FOLDER), key=lambda copy: (copy.about.made, copy.name), reverse=True)


def _found(folder: Path) -> Iterator[Copy]:
    for path in folder.glob(f"*/{ABOUT}"):
        try:
            about = msgspec.json.decode(path.read_bytes(), type=About)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            LOG.warning("%s is not a copy of the gradebook: %s", path.parent, error)
            continue
        if (path.parent / DATABASE).is_file() and not path.parent.name.startswith(PARTIAL):
            yield Copy(path.parent, about)


def find(course: Course, name: str) -> Copy:
    """Return the copy of this name, or the newest one for "latest". Raises CourseError."""
    there = copies(course)
    if not there:
        raise CourseError(f"there is no copy of the gradebook in {FOLDER}/: no command has replaced a grade yet")
    found = there[:1] if name == "latest" else [copy for copy in there if copy.name == name]
    if not found:
        raise CourseError(f"there is no copy {name!r}; there are: {', '.join(copy.name for copy in there)}")
    return found[0]


def changes(course: Course, copy: Copy) -> list[Change]:
    """Return the students and lessons whose points the copy would change. Raises CourseError."""
    with existing(course) as gradebook:
        now = _totals(gradebook)
    with course.gradebook(copy.db_url) as gradebook:
        then = _totals(gradebook)
    keys = sorted(key for key in now.keys() | then.keys() if now.get(key) != then.get(key))
    return [
        Change(student, lesson, now.get((student, lesson)), then.get((student, lesson))) for student, lesson in keys
    ]


def _totals(gradebook: Gradebook) -> Totals:
    """Return what counts for each student in each assignment, after late penalties."""
    totals: Totals = {}
    for assignment in gradebook.assignments:
        for student, notebooks in student_scores.scores_of_assignment(gradebook, assignment.name).items():
            totals[student, assignment.name] = student_scores.counts_after_penalties(notebooks)
    return totals


def restore(course: Course, copy: Copy) -> None:
    """Put a copy back: the gradebook, and the graded files that its command and later ones have replaced.

    What is there now is kept first, as one more copy. Raises CourseError.
    """
    later = [each for each in copies(course) if each.about.made >= copy.about.made]
    keep(course, f"grader restore {copy.name}", {each for one in later for each in one.submissions}, copy)
    try:
        for each in later:  # the newest first, so the oldest files win
            for lesson, student in each.submissions:
                _put_back(each.path / GRADED / student / lesson, course.autograded(lesson, student))
        _copy_in(course, copy.path / DATABASE)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise CourseError(f"the copy {copy.name} could not be put back: {typed_line(error)}") from error


def _take(folder: Path, target: Path) -> None:
    """Link a submission's graded files, and the reason why it is not graded, into a folder of a copy."""
    target.mkdir(parents=True)
    if folder.is_dir():
        shutil.copytree(folder, target / FILES, copy_function=_linked, symlinks=True)
    if not_graded.place(folder).is_file():
        _linked(str(not_graded.place(folder)), str(target / REASON))


def _put_back(kept: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    not_graded.forget(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if (kept / FILES).is_dir():
        shutil.copytree(kept / FILES, folder, copy_function=_linked, symlinks=True)
    if (kept / REASON).is_file():
        _linked(str(kept / REASON), str(not_graded.place(folder)))


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # some file systems have no links
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def _copy_out(course: Course, target: Path) -> bool:
    """Write the gradebook to an SQLite file. Returns False if the course has no gradebook."""
    url = make_url(course.directory().db_url)
    if url.get_backend_name() != "sqlite":
        target_url = f"sqlite:///{target}"
        _copy_tables(create_engine(url), create_engine(target_url), create=True)
        return True
    if url.database is None or not Path(url.database).is_file():
        return False
    with closing(sqlite3.connect(url.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return True


def _copy_in(course: Course, source: Path) -> None:
    url = make_url(course.directory().db_url)
    if url.get_backend_name() != "sqlite":
        LOG.warning("restoring %s from %s", shown(url), source)
        _copy_tables(create_engine(f"sqlite:///{source}"), create_engine(url), create=False)
        return
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(url.database or "")) as target:
        copy.backup(target)


def _copy_tables(source: Engine, target: Engine, *, create: bool) -> None:
    """Replace the rows of all of nbgrader's tables by those of another database, in one transaction."""
    tables = Base.metadata.sorted_tables
    try:
        if create:
            Base.metadata.create_all(target)
        with source.connect() as reading, target.begin() as writing:
            for table in reversed(tables):
                writing.execute(table.delete())
            for table in tables:
                for rows in reading.execute(table.select()).mappings().partitions(1000):
                    writing.execute(table.insert(), [dict(row) for row in rows])
    finally:
        source.dispose()
        target.dispose()
