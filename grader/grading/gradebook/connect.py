"""Opening the gradebook's database, a file or a server, and telling which of its errors are over in a while."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy import make_url
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

from grader.grading.course import CourseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

    from grader.grading.course import Course

TRIES = 4  # of opening: others that open a new database at the same moment make its tables too
PAUSE = 0.2  # seconds
CONNECT_SECONDS = 10  # until a host that says nothing counts as away; libpq itself would wait for minutes


class ClosedOnFailure(Gradebook):
    """nbgrader's gradebook, which leaves no connection behind where it cannot be opened."""

    def __init__(self, db_url: str, course_id: str) -> None:
        try:
            super().__init__(db_url, course_id)
        except BaseException:
            if hasattr(self, "db"):
                self.close()
            raise


def open_gradebook(db_url: str, course_id: str) -> Gradebook:
    """Return nbgrader's gradebook, with its tables made at its first use. Raises CourseError in one line."""
    os.environ.setdefault("PGCONNECT_TIMEOUT", str(CONNECT_SECONDS))  # for connections that are made again, too
    for tries_left in reversed(range(TRIES)):
        try:
            return ClosedOnFailure(db_url, course_id)
        except (ProgrammingError, IntegrityError, InvalidEntry) as error:
            if not tries_left:
                raise CourseError(f"the gradebook at {shown(db_url)} cannot be used: {_first_line(error)}") from error
            time.sleep(PAUSE)
        except DBAPIError as error:
            raise CourseError(f"the gradebook at {shown(db_url)} cannot be opened: {_first_line(error)}") from error
        except ModuleNotFoundError as error:
            raise CourseError(
                f"the gradebook at {shown(db_url)} needs the package {error.name}; for PostgreSQL: "
                "pip install -e '.[postgresql]' in the project's folder"
            ) from error
        except (ArgumentError, NoSuchModuleError) as error:
            raise CourseError(f"c.CourseDirectory.db_url names no database: {_first_line(error)}") from error
    raise AssertionError("the last try raises")


@contextmanager
def existing(course: Course) -> Iterator[Gradebook]:
    """Open a course's gradebook for a command that has nothing to do without one; none is made.

    Raises CourseError in one line, also for what stops its use later.
    """
    try:
        url = make_url(course.directory().db_url)
    except ArgumentError:
        url = None  # opening it says what is wrong
    if url is not None and url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise CourseError(f"there is no gradebook at {url.database}: nothing has been graded yet")
    try:
        with course.gradebook() as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        raise CourseError(f"the gradebook cannot be used: {_first_line(error)}") from error


def shown(db_url: str | URL) -> str:
    """Return a database's address without its password."""
    return make_url(db_url).render_as_string(hide_password=True)


def may_pass(error: BaseException) -> bool:
    """Tell whether the same may succeed a little later: the server was away, or somebody else wrote the same row."""
    if isinstance(error, InvalidEntry):  # nbgrader says no more; what stopped it is its context
        return error.__context__ is not None and may_pass(error.__context__)
    if isinstance(error, IntegrityError):
        return True
    if isinstance(error, (OperationalError, InterfaceError)):
        # A file does not go away; it is locked while another program writes to it.
        return type(error.orig).__module__ != "sqlite3" or "locked" in str(error.orig)
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _first_line(error: Exception) -> str:
    said = getattr(error, "orig", None) or error
    lines = [line.strip() for line in str(said).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
