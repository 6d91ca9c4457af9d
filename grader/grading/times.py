"""Dates with time zones: read what a person typed or a program wrote, and show it in the course's zone.

The gradebook stores times in UTC and without a zone, as nbgrader does. `c.Exchange.timezone` names the course's zone,
which nbgrader uses for the times of its exchange; the default is UTC.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from traitlets.config import Config

from grader.grading.errors import CourseError

UTC = dt.UTC
_WRITTEN = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?\s*(.*)", re.DOTALL)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?")
EXAMPLE = '"2030-10-01 23:59 Europe/Berlin" or "2030-10-01 23:59 +02:00"'


class TimeError(CourseError):
    """A text is not a time, or not a single one. One line says why."""


def zone_of(config: Config) -> dt.tzinfo:
    """Return the zone of the course. Raises CourseError if `c.Exchange.timezone` names none."""
    name = str(config.get("Exchange", {}).get("timezone", "UTC"))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CourseError(f"c.Exchange.timezone is {name!r}, which is not a time zone such as Europe/Berlin") from None


def read_time(text: str, zone: dt.tzinfo) -> dt.datetime:
    """Return the time that `text` says, in UTC and without a zone. In a text without a zone it is the time in `zone`.

    Raises TimeError for a text that is not a date with a time, for an unknown zone, for a time that the clock skips,
    and for one that it shows twice.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise TimeError(f"{text!r} is not a date with a time: write {EXAMPLE}")
    day, clock, named = match.groups()
    if clock is None:
        raise TimeError(f"{text!r} is a date without a time of day: write {EXAMPLE}")
    year, month, date = (int(each) for each in day.split("-"))
    hour, minute, second = [*(float(each) for each in clock.split(":")), 0.0][:3]
    try:
        local = dt.datetime(year, month, date, int(hour), int(minute)) + dt.timedelta(seconds=second)  # noqa: DTZ001 - the zone follows
        return _in_utc(local, named.strip(), zone, text)
    except (ValueError, OverflowError) as error:
        raise TimeError(f"{text!r} is not a date with a time: {error}") from None


def _in_utc(local: dt.datetime, named: str, zone: dt.tzinfo, text: str) -> dt.datetime:
    if not named:
        return _once(local, zone, text)
    if named.upper() in ("Z", "UTC", "GMT"):
        return local
    offset = _OFFSET.fullmatch(named.upper())
    if offset is not None:
        sign, hours, minutes = offset.groups()
        distance = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
        return local - distance if sign == "+" else local + distance
    for fold in (0, 1):  # an abbreviation of the course's own zone says which of two equal times it is
        if local.replace(tzinfo=zone, fold=fold).tzname() == named:
            return _utc(local.replace(tzinfo=zone, fold=fold))
    try:
        other = ZoneInfo(named)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        other = None
    if other is None or ("/" not in named and local.replace(tzinfo=other).tzname() != named):
        raise TimeError(f"{named!r} in {text!r} is not a time zone that is known here: write {EXAMPLE}")
    return _once(local, other, text)


def _once(local: dt.datetime, zone: dt.tzinfo, text: str) -> dt.datetime:
    """Return a local time in UTC. Raises TimeError if the clock of `zone` skips it or shows it twice."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return _utc(first)
    if _utc(first).replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise TimeError(f"{text!r} does not exist in {zone}: the clock is set forward over it")
    offsets = " or ".join(f"{each:%z}"[:3] + ":" + f"{each:%z}"[3:5] for each in (first, second))
    raise TimeError(f"{text!r} comes twice in {zone}, because the clock is set back: add {offsets}")


def moved(due: dt.datetime, by: dt.timedelta, zone: dt.tzinfo) -> dt.datetime:
    """Return a time that is later `by` so much. Whole days keep the time of day in `zone`, over a change of the clock.

    Both times are in UTC and without a zone. If the clock skips the new time of day, it is as much later. If it shows
    that time twice, the later one counts.
    """
    local = due.replace(tzinfo=UTC).astimezone(zone)
    days = dt.timedelta(days=by.days)
    on_that_day = _utc((local.replace(tzinfo=None) + days).replace(tzinfo=zone, fold=1))
    skipped = on_that_day.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None) + days
    if skipped:
        on_that_day = _utc((local.replace(tzinfo=None) + days).replace(tzinfo=zone, fold=0))
    return on_that_day + (by - days)


def shown(time: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a time of the gradebook as a person of `zone` reads it: "2030-10-01 23:59 CEST"."""
    return f"{time.replace(tzinfo=UTC).astimezone(zone):%Y-%m-%d %H:%M %Z}"


def shown_due(due: dt.datetime | None, zone: dt.tzinfo) -> str:
    """Return a due date as a person of `zone` reads it: "2030-10-01 23:59 CEST", or "no due date"."""
    return "no due date" if due is None else shown(due, zone)


def in_utc(time: dt.datetime | None) -> str | None:
    """Return a time of the gradebook as JSON has it: "2030-10-01T21:59:00Z"."""
    return None if time is None else f"{time.isoformat()}Z"


def shown_length(seconds: float) -> str:
    """Return a length of time in its two largest units: "2 d 3 h", "5 min"."""
    left, told = int(seconds), []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, left = divmod(left, size)
        told += [f"{count} {unit}"] if count else []
    return " ".join(told[:2]) or "0 s"


def _utc(time: dt.datetime) -> dt.datetime:
    return time.astimezone(UTC).replace(tzinfo=None)
