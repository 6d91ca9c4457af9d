"""Times in Moodle's grading worksheet, in the languages that it is downloaded in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from grader.grading.lms.moodle_times import read_moodle, times_in

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
UTC = "2026-06-10 12:14"


@pytest.mark.parametrize(
    "text",
    [
        "Wednesday, 10 June 2026, 2:14 PM",
        "Wednesday, June 10, 2026, 2:14 PM",
        "Mittwoch, 10. Juni 2026, 14:14",
        "mercredi 10 juin 2026, 14:14",
        "miércoles, 10 de junio de 2026, 14:14",
        "mercoledì, 10 giugno 2026, 14:14",
        "woensdag 10 juni 2026, 14:14",
        "keskiviikko 10. kesäkuuta 2026, 14.14",
    ],
)
def test_languages(text: str) -> None:
    assert read_moodle(text, BERLIN).isoformat(" ", "minutes") == UTC


@pytest.mark.parametrize("text", ["", "-", "Participant 1001", "3 mins 31 secs late", "10 June", "14:14", "100.00"])
def test_what_is_no_time(text: str) -> None:
    assert read_moodle(text, BERLIN) is None


@pytest.mark.parametrize("text", ["Tuesday, 3 October 2023, 12:05 AM", "Tuesday, 3 October 2023, 00:05"])
def test_midnight(text: str) -> None:
    assert read_moodle(text, BERLIN) == dt.datetime(2023, 10, 2, 22, 5)  # noqa: DTZ001 - as in the gradebook


ENGLISH = """Identifier,Full name,Status,Grade,Last modified (submission),Last modified (grade)
Participant 1001,Ann Hazel,Submitted,,"Wednesday, 10 June 2026, 2:14 PM","Friday, 12 June 2026, 2:14 PM"
Participant 1002,Bea Rowan,No submission,,-,-
"""
GERMAN = """\ufeffID;Vollständiger Name;Status;Zuletzt geändert (Abgabe)\r
Teilnehmer/in1001;Ann Hazel;Zur Bewertung abgegeben;Mittwoch, 10. Juni 2026, 14:14\r
"""


@pytest.mark.parametrize("text", [ENGLISH, GERMAN])
def test_worksheet(tmp_path: Path, text: str) -> None:
    (tmp_path / "Grades.csv").write_text(text, encoding="utf-8", newline="")
    times = times_in(tmp_path / "Grades.csv", BERLIN)
    assert {who: time.isoformat(" ", "minutes") for who, time in times.items()} == {"1001": UTC}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"x", b"name,when\nAnn,10 June 2026 14:14\n"])
def test_other_files_have_no_times(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.csv").write_bytes(content)
    assert times_in(tmp_path / "other.csv", BERLIN) == {}
    assert times_in(tmp_path / "missing.csv", BERLIN) == {}
