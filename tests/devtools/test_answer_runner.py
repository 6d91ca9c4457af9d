"""Answers that run one after the other in one process get what each of them gets alone."""

from __future__ import annotations

from grader.devtools.sample_answers import read
from tests.support.answers import FOLDER, run
from tests.support.classroom import LINE


def test_an_answer_is_not_told_of_the_errors_of_the_one_before() -> None:
    stopped, misspelled = (read(FOLDER / LINE / "wrong" / f"missing-name{name}.py") for name in ("-syntax-error", ""))
    assert "SyntaxError" in run(stopped)["data"].findings[0].message
    assert run(misspelled)["data"].findings[0].message == "`x_data` and `y_data` do not exist."
