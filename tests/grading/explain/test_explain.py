"""`grader explain`, on a class that real kernels have graded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from click.testing import CliRunner

from grader import lessons
from grader.cli import main
from grader.grading.explain.gather import explain
from grader.grading.explain.rules import rule_of
from grader.grading.explain.show import as_html, as_text
from tests.support.classroom import LINE, verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from grader.grading.course import Course
    from tests.conftest import Graded

lesson = lessons.find(LINE)


@pytest.fixture
def course(line_class: Graded, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The class itself: nothing here writes to it."""
    monkeypatch.chdir(line_class.course.root)
    return line_class.course


def grader(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments])


def test_says_what_was_found_and_by_which_rule(course: Course) -> None:
    text = grader(LINE, "odd", "criterion").stdout
    assert "== criterion: 0 of 2 points" in text
    assert "What the exercise asks for: the sum of the squared errors" in text
    assert "wrong-reduction: " in text
    assert "| criterion = nn.MSELoss()" in text
    assert "== data" not in text


def test_student_may_come_before_the_lesson(course: Course) -> None:
    assert grader("odd", LINE, "criterion").stdout == grader(LINE, "odd", "criterion").stdout


def test_shows_losses_steps_and_shapes(course: Course) -> None:
    (training,) = explain(course, lesson, "solved", ["training"]).exercises
    network = training.calls[0].seen["net"]
    (run,) = network["history"]["runs"]
    assert run["steps"] == 100
    assert run["optimizer"].startswith("SGD(lr 0.01")
    assert run["called on"] == "shape (3, 1)"
    assert run["the first steps"][0]["backward passes"] == 1
    assert training.calls[0].seen["losses"]["is"] == "a list of 100 items"


def test_shows_the_data_of_the_challenge_and_what_came_back(course: Course) -> None:
    (transfer,) = explain(course, lesson, "solved", ["transfer"]).exercises
    challenges = [call for call in transfer.calls if call.kind == "challenge"]
    for call in challenges:
        for function in call.functions:
            made, result = function["what the data were made from"], function["result"]["returned"]["numbers"]
            slope, intercept = map(float, result.split(", "))
            assert (slope, intercept) == pytest.approx((made["slope"], made["intercept"]), abs=0.05)
    assert {len(call.functions) for call in challenges} == {3}
    assert "seed" not in json.dumps(challenges[0].functions[0])


def test_lost_evidence_is_told(course: Course) -> None:
    assert "The check delivered no evidence." in grader(LINE, "odd", "repair").stdout


@pytest.mark.parametrize("student", ["solved", "odd", "blank"])
def test_points_are_those_of_the_grade(course: Course, student: str) -> None:
    explained = json.loads(grader(LINE, student, "--json").stdout)
    graded = verdicts(course, LINE, student)
    assert {each["name"]: each["points"] for each in explained["exercises"]} == {
        name: verdict.points for name, verdict in graded.items()
    }
    assert [each["name"] for each in explained["exercises"]] == [*lesson.exercises]
    assert explained["points"] == sum(verdict.points for verdict in graded.values())


def test_page_is_whole_and_loads_nothing(course: Course, tmp_path: Path) -> None:
    printed = grader(LINE, "odd", "--html", str(tmp_path / "odd.html"))
    assert printed.stdout == f"written: {tmp_path / 'odd.html'}\n"
    page = (tmp_path / "odd.html").read_text(encoding="utf-8")
    assert page.count("<h2 ") == len(lesson.exercises)
    assert "<script" not in page
    assert "src=" not in page
    assert 'lang="en"' in page


def test_text_of_students_is_escaped(course: Course) -> None:
    explained = explain(course, lesson, "odd", ["criterion"])
    (exercise,) = explained.exercises
    bad = "<script>alert(1)</script>"
    changed = msgspec.structs.replace(exercise, source=bad, shown=[bad], comment=bad)
    page = as_html(msgspec.structs.replace(explained, exercises=[changed], student=bad))
    assert bad not in page
    assert bad in as_text(msgspec.structs.replace(explained, exercises=[changed]))


@pytest.mark.parametrize("name", lessons.MODULES)
def test_every_exercise_has_its_rule(course: Course, name: str) -> None:
    for exercise in lessons.find(name).exercises.values():
        rule = rule_of(course, exercise)
        assert rule.source == "docs/what_counts.md", exercise
        assert rule.asks_for


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ((LINE, "nobody"), 1, "by nobody is not graded: run `grader autograde`"),
        ((LINE, "junk"), 1, "by junk is not graded: linear_regression.ipynb is not a notebook"),
        (("05_nothing", "odd"), 2, "there is no lesson '05_nothing'"),
        ((LINE, "odd", "nothing"), 2, "has no exercise 'nothing'; there are: data, "),
        ((LINE, "odd", "--json", "--html", "x.html"), 2, "choose --json or --html, and not both"),
        ((LINE, "odd", "--html", "/nowhere/x.html"), 1, "/nowhere/x.html cannot be written"),
    ],
)
def test_wrong_use_is_one_line(course: Course, arguments: tuple[str, ...], status: int, says: str) -> None:
    printed = grader(*arguments)
    assert (printed.exit_code, len(printed.stderr.splitlines())) == (status, 1)
    assert says in printed.stderr
