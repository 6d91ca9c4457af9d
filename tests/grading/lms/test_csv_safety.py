"""Fields that a spreadsheet would compute."""

from __future__ import annotations

import pytest

from grader.grading.lms.csv_safety import fields, harmless


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "' =1+1"),
        ("\r=1+1", "' =1+1"),
        ("\n=1+1", "' =1+1"),
        ("\r\n=1+1", "' =1+1"),
        ("  =1+1", "'  =1+1"),
        ("＝1+1", "'＝1+1"),
        ("Ann;=1+1", "Ann;'=1+1"),
        ("Hazel, =1+1", "Hazel,' =1+1"),
    ],
)
def test_what_begins_a_formula_gets_an_apostrophe(field: str, written: str) -> None:
    assert harmless(field) == written


@pytest.mark.parametrize("field", ["", "Ann", "Anna-Lena", "a@b.org", "O'Neill", "    Points Possible", "Lesson (1=2)"])
def test_what_is_none_stays(field: str) -> None:
    assert harmless(field) == field


def test_field_stays_on_one_line() -> None:
    assert harmless("Ann\nHazel\x00") == "Ann Hazel "


def test_numbers_stay_numbers() -> None:
    assert fields(["-1", -1, -0.25, 1e6, 12.125]) == ["'-1", "-1", "-0.25", "1000000", "12.125"]
