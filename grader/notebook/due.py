"""The due date in a learner's notebook: how much time is left, or a warning that it is over."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.core.numbers import counted

HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400


def show_due(when: str, zone: str = "UTC") -> None:
    """Print when the lesson is due, and how much time is left. `when` is an ISO date with an offset.

    Prints nothing when the notebook is graded.
    """
    if not os.environ.get("NBGRADER_EXECUTION"):
        print(told(dt.datetime.fromisoformat(when), zone, dt.datetime.now(dt.UTC)))


def told(due: dt.datetime, zone: str, now: dt.datetime) -> str:
    """Return the sentences about a due date. `due` and `now` have zones, and `zone` is the one to show."""
    seconds = (due - now).total_seconds()
    date = shown_date(due, zone)
    if seconds >= 0:
        return f"This lesson is due on {date}. You have {_length(seconds)} left."
    return (
        f"Warning: this lesson was due on {date}, {_length(-seconds)} ago. If you hand it in now, it is late. If your "
        "teacher has given you more time, your own date counts."
    )


def shown_date(time: dt.datetime, zone: str) -> str:
    """Return a date as people read it: "Tuesday, 1 October 2030, 23:59 (Europe/Berlin)"."""
    local = in_zone(time, zone)
    return f"{local:%A}, {local.day} {local:%B %Y, %H:%M} ({zone})"


def in_zone(time: dt.datetime, zone: str) -> dt.datetime:
    """Return a time in a zone, or in its own one if this computer does not know the zone."""
    try:
        return time.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return time


def _length(seconds: float) -> str:
    if seconds >= 2 * DAY_SECONDS:
        return counted(int(seconds // DAY_SECONDS), "day")
    if seconds >= 2 * HOUR_SECONDS:
        return counted(int(seconds // HOUR_SECONDS), "hour")
    return counted(int(seconds // 60), "minute")
