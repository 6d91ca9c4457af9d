"""The report as CSV and as JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest

from grader.grading.report.rows import NOT_GRADED, ClassData, Row
from grader.grading.report.tables import as_csv, as_json
from tests.grading.report.test_summary import PARTS, class_of, row


def lines(data: ClassData) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(data), newline="")))


def test_line_of_a_graded_student() -> None:
    (line,) = lines(class_of(row("hazel", 2.0, 1.5, training="missing-zero-grad hard-coded")))
    assert line == {
        "student": "hazel", "name": "", "state": "graded", "points": "3.5", "of": "7", "late_penalty": "0",
        "data": "2", "training": "1.5", "codes": "training: missing-zero-grad, hard-coded", "reason": "",
        "outdated": "", "waiting": "", "handed_in": "", "due": "", "late": "", "file_note": "",
    }  # fmt: skip


def test_line_of_one_who_is_not_graded_has_no_points() -> None:
    (line,) = lines(class_of(Row(student="junk", state=NOT_GRADED, reason='no "notebook", it says')))
    assert (line["points"], line["data"], line["reason"]) == ("", "", 'no "notebook", it says')


def test_no_text_is_a_formula() -> None:
    """What is one, the tests of grader.grading.lms.csv_safety tell."""
    name = "=cmd|' /C calc'!A0"
    (line,) = lines(class_of(Row(student=name, name=name, state=NOT_GRADED, reason=name)))
    assert {line["student"], line["name"], line["reason"]} == {f"'{name}"}


def test_points_below_nothing_are_a_number() -> None:
    (line,) = lines(class_of(row("hazel", -0.5, 1.0)))
    assert (line["data"], line["points"]) == ("-0.5", "0.5")


@pytest.mark.parametrize("name", ['a "b", c', "Zoë Ångström", "學生"])
def test_text_comes_back_as_it_was(name: str) -> None:
    assert lines(class_of(Row(student="a", name=name, state=NOT_GRADED)))[0]["name"] == name


def test_json_holds_what_the_page_shows() -> None:
    data = class_of(row("a", 0.0, 5.0, data="wrong-shape"), Row(student="b", state=NOT_GRADED, reason="why"))
    read = json.loads(as_json(data, dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)))
    assert read["lesson"] == "a lesson"
    assert read["made"] == "2026-01-02T03:04:00Z"
    assert read["max_points"] == sum(part.max_points for part in PARTS)
    assert read["spread"] == {"count": 1, "mean": 5.0, "median": 5.0, "middle": [5.0, 5.0]}
    assert read["exercises"][0]["codes"][0]["code"] == "wrong-shape"
    assert [(each["student"], each["state"], each["points"]) for each in read["students"]] == [
        ("a", "graded", 5.0), ("b", "not graded", None),
    ]  # fmt: skip
    assert read["students"][1]["reason"] == "why"
    assert sum(bar["count"] for bar in read["histogram"]) == 1
