"""Read CSV files that people have saved with a spreadsheet program.

Excel writes what its user's computer is set to: semicolons or tabs instead of commas, a byte order mark, UTF-16, or
Windows' old code page. Some files begin with a line `sep=;`.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from grader.grading.errors import CourseError

SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def rows_in(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, the heading first and without empty rows. Raises CourseError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from error
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CourseError(f"{path} is a workbook, not a CSV file: choose CSV when you save it in the spreadsheet")
    try:
        return rows_of(content)
    except csv.Error as error:
        raise CourseError(f"{path} is not a CSV file: {error}") from error


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows in the bytes of a CSV file. Raises csv.Error."""
    text = decoded(content)
    first, _, rest = text.partition("\n")
    said = _SEPARATOR_LINE.fullmatch(first)
    separator = said[1] if said else _separator(first)
    table = csv.reader(io.StringIO(rest if said else text, newline=""), delimiter=separator)
    return [row for row in ([field.strip() for field in line] for line in table) if any(row)]


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, in UTF-16, or else in Windows' old code page."""
    for mark, name in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(name, "replace")
    zeros = content[:200].count(0)
    if zeros > len(content[:200]) // 4:  # UTF-16 without a mark: each second byte of a name in ASCII is zero
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separator(heading: str) -> str:
    """Return the separator of which the heading has the most outside of quotation marks. A comma if it has none."""
    bare = re.sub(r'"[^"]*"', "", heading)
    return max(SEPARATORS, key=lambda each: (bare.count(each), each == ","))
