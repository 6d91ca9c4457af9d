"""Dates as people and programs write them, in zones and around a change of the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from traitlets.config import Config

from grader.grading.errors import CourseError
from grader.grading.times import TimeError, moved, read_time, shown, shown_length, zone_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2030-10-01 23:59", "2030-10-01 21:59"),
        ("2030-10-01T23:59", "2030-10-01 21:59"),
        ("2030-1-7 8:05", "2030-01-07 07:05"),
        ("2030-10-01 23:59 UTC", "2030-10-01 23:59"),
        ("2030-10-01T23:59Z", "2030-10-01 23:59"),
        ("2030-10-01 23:59 +02:00", "2030-10-01 21:59"),
        ("2030-10-01 23:59 -0330", "2030-10-02 03:29"),
        ("2030-10-01 23:59 UTC+2", "2030-10-01 21:59"),
        ("2030-10-01 23:59 America/New_York", "2030-10-02 03:59"),
        ("2030-12-01 23:59 CET", "2030-12-01 22:59"),
        ("2030-07-01 23:59 CEST", "2030-07-01 21:59"),
        ("2030-10-27 02:30 CEST", "2030-10-27 00:30"),
        ("2030-10-27 02:30 CET", "2030-10-27 01:30"),
        ("2030-10-27 02:30 +01:00", "2030-10-27 01:30"),
    ],
)
def test_is_read_in_utc(text: str, utc: str) -> None:
    assert read_time(text, BERLIN).isoformat(" ", "minutes") == utc


def test_time_stamp_of_the_exchange() -> None:
    """As nbgrader's exchange writes it in the zone of the course; nbgrader itself would read it as UTC."""
    assert read_time("2030-07-01 12:00:30.250000 CEST", BERLIN) == dt.datetime(2030, 7, 1, 10, 0, 30, 250_000)  # noqa: DTZ001 - as in the gradebook


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tomorrow", "is not a date with a time: write"),
        ("", "is not a date with a time"),
        ("2030-10-01", "is a date without a time of day"),
        ("2030-13-01 10:00", "month must be in 1..12"),
        ("2030-02-30 10:00", "is not a date with a time: day"),
        ("2030-10-01 24:00", "hour must be in 0..23"),
        ("2030-10-01 23:59 Berlin", "'Berlin' in '2030-10-01 23:59 Berlin' is not a time zone"),
        ("2030-07-01 23:59 CET", "'CET' in '2030-07-01 23:59 CET' is not a time zone"),
        ("2030-03-31 02:30", "does not exist in Europe/Berlin: the clock is set forward over it"),
        ("2030-10-27 02:30", "comes twice in Europe/Berlin, because the clock is set back: add +02:00 or +01:00"),
        ("0001-01-01 00:00", "is not a date with a time"),
    ],
)
def test_what_is_no_single_time_is_refused(text: str, says: str) -> None:
    with pytest.raises(TimeError) as error:
        read_time(text, BERLIN)
    assert says in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("due", "by", "then"),
    [
        ("2030-10-24 23:59", dt.timedelta(days=7), "2030-10-31 23:59 CET"),
        ("2030-03-28 23:59", dt.timedelta(days=7), "2030-04-04 23:59 CEST"),
        ("2030-10-26 23:30", dt.timedelta(hours=5), "2030-10-27 03:30 CET"),
        ("2030-10-26 02:30", dt.timedelta(days=1), "2030-10-27 02:30 CET"),
        ("2030-03-30 02:30", dt.timedelta(days=1), "2030-03-31 03:30 CEST"),
        ("2030-10-26 23:59", dt.timedelta(days=1, hours=12), "2030-10-28 11:59 CET"),
    ],
)
def test_days_keep_the_time_of_day_over_a_change_of_the_clock(due: str, by: dt.timedelta, then: str) -> None:
    assert shown(moved(read_time(due, BERLIN), by, BERLIN), BERLIN) == then


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.9, "59 s"), (3600, "1 h"), (122_460, "1 d 10 h"), (61, "1 min 1 s")]
)
def test_length(seconds: float, text: str) -> None:
    assert shown_length(seconds) == text


def test_zone_of_the_course() -> None:
    assert str(zone_of(Config())) == "UTC"
    assert zone_of(Config(Exchange={"timezone": "Europe/Berlin"})) == BERLIN
    with pytest.raises(CourseError, match="c.Exchange.timezone is 'Berlin', which is not a time zone"):
        zone_of(Config(Exchange={"timezone": "Berlin"}))
