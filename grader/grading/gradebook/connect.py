"""Open the gradebook's database, a file or a server, and try again what it refused only for a while."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)

from grader.core.errors import first_line
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.log import LOG

Done = TypeVar("Done")

# What opening a new database raises if another process is creating its tables at the same moment.
MADE_BY_OTHERS = (ProgrammingError, IntegrityError, InvalidEntry)
PAUSES = (0.2, 0.2, 0.2)  # seconds
FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 0.1, 5.0
CONNECT_SECONDS = 10  # connection timeout; libpq's default is minutes


class ClosedOnFailure(Gradebook):
    """nbgrader's gradebook. If it cannot be opened, it leaves no connection behind."""

    def __init__(self, db_url: str, course_id: str) -> None:
        try:
            super().__init__(db_url, course_id)
        except BaseException:
            if hasattr(self, "db"):
                self.close()
            raise


def open_gradebook(db_url: str, course_id: str) -> Gradebook:
    """Return nbgrader's gradebook, which creates its tables if they are missing. Raises CourseError."""
    os.environ.setdefault("PGCONNECT_TIMEOUT", str(CONNECT_SECONDS))  # a reconnection obeys it, too
    try:
        return retry(
            lambda: ClosedOnFailure(db_url, course_id), lambda error: isinstance(error, MADE_BY_OTHERS), iter(PAUSES)
        )
    except MADE_BY_OTHERS as error:
        raise CourseError(f"the gradebook at {shown(db_url)} cannot be used: {_first_line(error)}") from error
    except DBAPIError as error:
        raise CourseError(f"the gradebook at {shown(db_url)} cannot be opened: {_first_line(error)}") from error
    except ModuleNotFoundError as error:
        raise CourseError(
            f"the gradebook at {shown(db_url)} needs the package {error.name}; for PostgreSQL: "
            "pip install -c constraints.txt -e '.[postgresql]' in the project's folder"
        ) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise CourseError(f"c.CourseDirectory.db_url names no database: {_first_line(error)}") from error


@contextmanager
def existing(course: Course) -> Iterator[Gradebook]:
    """Open a course's gradebook, which has to exist already.

    Raises CourseError, also if the database fails while the gradebook is open.
    """
    missing = missing_file(course)
    if missing is not None:
        raise CourseError(f"there is no gradebook at {missing}: nothing has been graded yet")
    try:
        with course.gradebook() as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        raise CourseError(f"the gradebook cannot be used: {_first_line(error)}") from error


def missing_file(course: Course) -> str | None:
    """Return the path of the course's gradebook if it is a file that does not exist yet. Otherwise return None."""
    try:
        url = make_url(course.directory().db_url)
    except ArgumentError:
        return None  # opening the gradebook says what is wrong
    there = url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()
    return None if there else url.database


def shown(db_url: str | URL) -> str:
    """Return a database's address without its password."""
    return make_url(db_url).render_as_string(hide_password=True)


def may_pass(error: BaseException) -> bool:
    """Tell whether a later try may succeed: the server was away, or another process wrote the same row."""
    if isinstance(error, InvalidEntry):  # nbgrader does not say why; the cause is its context
        return error.__context__ is not None and may_pass(error.__context__)
    if isinstance(error, IntegrityError):
        return True
    if isinstance(error, (OperationalError, InterfaceError)):
        # A database in a file is never away, but it is locked while another program writes to it.
        return type(error.orig).__module__ != "sqlite3" or "locked" in str(error.orig)
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _first_line(error: Exception) -> str:
    """Return what the database's driver said, without the SQL that SQLAlchemy adds."""
    return first_line(getattr(error, "orig", None) or error)


def retry(work: Callable[[], Done], may_pass: Callable[[BaseException], bool], pauses: Iterator[float]) -> Done:
    """Return what `work` returns. If its error may pass, wait for the next of the `pauses` and call it again.

    Raises the error of the last call if it may not pass or if no pause is left.
    """
    while True:
        try:
            return work()
        except BaseException as error:
            pause = next(pauses, None) if may_pass(error) else None
            if pause is None:
                raise
            LOG.warning("gradebook: %s; trying again in %g s", first_line(error), pause)
            time.sleep(pause)


def pauses_for(seconds: float) -> Iterator[float]:
    """Yield pauses, each twice as long as the one before, until so many `seconds` are over.

    The first pause is 0: if a server has restarted, all connections broke at once and the next call succeeds.
    """
    end = time.monotonic() + seconds
    yield 0.0
    pause = FIRST_PAUSE_SECONDS
    while (left := end - time.monotonic()) > 0:
        yield min(pause, left)
        pause = min(2 * pause, MAX_PAUSE_SECONDS)
