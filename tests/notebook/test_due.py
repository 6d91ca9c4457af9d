"""What a notebook says of its due date."""

from __future__ import annotations

import datetime as dt

import pytest

from grader.notebook.due import show_due, told

DUE = dt.datetime.fromisoformat("2030-10-01T23:59:00+02:00")


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2030-09-01T10:00Z", "You have 30 days left."),
        ("2030-09-30T10:00Z", "You have 35 hours left."),
        ("2030-10-01T21:57Z", "You have 2 minutes left."),
        ("2030-10-01T21:59Z", "You have 0 minutes left."),
        ("2030-10-01T22:00Z", "1 minute ago. If you hand it in now, it is late."),
        ("2030-10-05T22:00Z", "4 days ago. If you hand it in now, it is late."),
    ],
)
def test_time_left_and_warning(now: str, says: str) -> None:
    sentence = told(DUE, "Europe/Berlin", dt.datetime.fromisoformat(now))
    assert "due on Tuesday, 1 October 2030, 23:59 (Europe/Berlin)" in sentence
    assert says in sentence
    assert sentence.startswith("Warning: ") == ("ago" in says)


def test_zone_that_this_computer_does_not_know() -> None:
    assert "23:59 (Mars/North)" in told(DUE, "Mars/North", DUE)


def test_nothing_is_printed_when_the_notebook_is_graded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    show_due("2030-10-01T23:59:00+02:00", "Europe/Berlin")
    assert "1 October 2030" in capsys.readouterr().out
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    show_due("2030-10-01T23:59:00+02:00", "Europe/Berlin")
    assert capsys.readouterr().out == ""
