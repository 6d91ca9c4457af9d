"""Find the student of a file from another system: by number, user name, email address or name.

The files beside a download may say more, such as Moodle's grading worksheet or the roster of GitHub Classroom. They
are read as tables in which one row is about one person, so neither their language nor their columns matter.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook, Student

from grader.grading.lms.spreadsheets import rows_of

GROUP_COLUMNS = ("group name", "group")


class Known(NamedTuple):
    """A student in the gradebook."""

    id: str
    first_name: str | None
    last_name: str | None
    email: str | None
    lms_user_id: str | None

    @property
    def keys(self) -> set[str]:
        """What names this student and nobody else, in lower case: id, number in the other system, email address."""
        return {each.casefold() for each in (self.id, self.lms_user_id, self.email) if each}

    @property
    def names(self) -> set[str]:
        """The first and the last name in either order, as `plain` writes them."""
        first, last = plain(self.first_name or ""), plain(self.last_name or "")
        return {f"{first} {last}".strip(), f"{last} {first}".strip()} - {""}


class KnownStudents:
    """The students in the gradebook, and the tables that were downloaded beside the submissions."""

    def __init__(self, students: Iterable[Known], tables: Iterable[list[list[str]]] = ()) -> None:
        """`groups` holds the members of each student's group, from tables with a column "group" or "group_name"."""
        self._ids: set[str] = set()
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for student in students:
            self._ids.add(student.id)
            for key in student.keys:
                self._keys[key].add(student.id)
            for name in student.names | {plain(student.id)}:
                self._names[name].add(student.id)
        self._with_cell: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.groups: dict[str, list[str]] = {}
        for heading, *rows in tables:
            self._read(heading, rows)

    def _read(self, heading: list[str], rows: list[list[str]]) -> None:
        members: defaultdict[str, list[str]] = defaultdict(list)
        column = next((i for i, name in enumerate(heading) if plain(name) in GROUP_COLUMNS), None)
        for row in rows:
            student = self._in_row(row)
            if student is None:
                continue
            for cell in row:
                self._with_cell[plain(cell)][student] = None
            if column is not None and column < len(row) and row[column]:
                members[row[column]].append(student)
        self.groups |= {student: group for group in members.values() for student in group}

    def by_key(self, text: str) -> str | None:
        """Return the student with this id, number or email address. None if there is not exactly one."""
        return text if text in self._ids else _only(self._keys.get(text.casefold(), set()))

    def by_name(self, name: str) -> str | None:
        """Return the only student with this name or id. None if nobody has it, or if several students do."""
        return _only(self._names.get(plain(name), set()))

    def has_name(self, name: str) -> bool:
        """Tell whether anybody has this name. Several students may."""
        return plain(name) in self._names

    def with_cell(self, text: str) -> list[str]:
        """Return the students in whose rows of the tables one cell is `text`: a user name, or the name of a group."""
        return list(self._with_cell.get(plain(text), {}))

    def _in_row(self, row: list[str]) -> str | None:
        """Return the student whom a row is about: by a key in one of its cells, or else by a name."""
        by_key = {student for cell in row if cell and (student := self.by_key(cell)) is not None}
        return _only(by_key or {student for cell in row if cell and (student := self.by_name(cell)) is not None})


def students_in(db_url: str, course_id: str) -> list[Known]:
    columns = Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
    with Gradebook(db_url, course_id) as gradebook:
        return [Known(*row) for row in gradebook.db.query(*columns)]


def tables_in(folder: Path) -> list[list[list[str]]]:
    """Return the rows of each CSV file in a folder. A file that is not one is left out."""
    found = []
    for path in sorted(folder.rglob("*.csv")):
        if not any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts):
            try:
                table = rows_of(path.read_bytes())
            except (OSError, csv.Error):
                continue
            found += [table] if table else []
    return found


def plain(name: str) -> str:
    """Return a name in lower case, with words of letters, digits, dots and hyphens only."""
    words = re.findall(r"[\w.@-]+", unicodedata.normalize("NFC", name).replace("_", " ").casefold())
    return " ".join(word for word in words if word.strip("."))


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None
