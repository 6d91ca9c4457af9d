"""Times of handing in from Moodle's grading worksheet, the CSV file of "Download grading worksheet".

Its first column is "Participant 1001", with the number that is in the names of that student's files. "Last modified
(submission)" holds the time, in the time zone and the language of the person who downloads it: "Wednesday, 10 June
2026, 2:14 PM", "Mittwoch, 10. Juni 2026, 14:14", "Wednesday, June 10, 2026, 2:14 PM".

Columns: https://github.com/moodle/moodle/blob/main/mod/assign/feedback/offline/importgradesform.php
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from babel.dates import get_month_names

from grader.grading.lms.spreadsheets import rows_of
from grader.grading.times import TimeError, read_time

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "tr", "hu")
SUBMISSION = "last modified (submission)"
_DAY_FIRST = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]{3,})\.?,?\s+(?:de\s+)?(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,})\.?\s+(\d{1,2}),?\s+(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})\s*([ap])?\.?m?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"(\D*)(\d+)\s*")


def times_in(path: Path, zone: dt.tzinfo) -> dict[str, dt.datetime]:
    """Return the times of a grading worksheet by participant number, in UTC. Empty for another CSV file."""
    heading, rows = _worksheet(path)
    found = list(_columns(heading, [row for _, row in rows], zone))
    times = found[0] if found else {}
    return {mark[2]: times[index] for index, (mark, _) in enumerate(rows) if index in times}


def participants_in(path: Path) -> dict[str, tuple[list[str], str]]:
    """Return the cells of a grading worksheet by participant number, and the word before the number in some language.

    Empty for another CSV file.
    """
    return {mark[2]: (row[1:], mark[1].strip()) for mark, row in _worksheet(path)[1]}


def _worksheet(path: Path) -> tuple[list[str], list[tuple[re.Match[str], list[str]]]]:
    """Return the heading, and each row with its participant number. No rows for another CSV file."""
    try:
        heading, *rows = rows_of(path.read_bytes())
    except (OSError, ValueError, csv.Error):
        return [], []
    marked = [(_IDENTIFIER.fullmatch(row[0]), row) for row in rows]
    found = [(mark, row) for mark, row in marked if mark is not None]
    return heading, found if len(found) == len(marked) else []


def _columns(heading: list[str], rows: list[list[str]], zone: dt.tzinfo) -> Iterator[dict[int, dt.datetime]]:
    """Yield the times of each column that holds any, by row: first of the column with the English name, if any."""
    named = [index for index, name in enumerate(heading) if name.strip().lower() == SUBMISSION]
    for index in named or range(1, len(heading)):
        cells = ((number, read_moodle(row[index], zone)) for number, row in enumerate(rows) if index < len(row))
        if times := {number: time for number, time in cells if time is not None}:
            yield times


def read_moodle(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Return a time that Moodle has written, in UTC, None if it is not one. In an hour that comes twice, the first."""
    day, clock = _day(text), _last(_CLOCK, text)
    if day is None or clock is None:
        return None
    hour, minute, half = int(clock[1]), clock[2], (clock[3] or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    year, month, date = day
    said = f"{year}-{month:02}-{date:02} {hour:02}:{minute}"
    try:
        return read_time(said, zone)
    except TimeError:
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    for pattern, (date, month) in ((_DAY_FIRST, (1, 2)), (_MONTH_FIRST, (2, 1))):
        for match in pattern.finditer(text):
            number = _months().get(match[month].casefold())
            if number is not None:
                return int(match[3]), number, int(match[date])
    return None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    matches = list(pattern.finditer(text))
    return matches[-1] if matches else None


@functools.cache
def _months() -> dict[str, int]:
    """Return the number of each month by its name, or its short name, in all of LANGUAGES."""
    return {
        name.rstrip(".").casefold(): number
        for language in reversed(LANGUAGES)  # so that English comes last and wins
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, context, locale=language).items()
    }
