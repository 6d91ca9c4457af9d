"""Odd submissions get the points of what ran, or a reason; the class around them is graded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import nbgrader.tests
import pytest

from grader import lessons
from tests.conftest import summarise
from tests.support.attacks import sandboxed
from tests.support.classroom import LINE, scores, verdicts
from tests.support.odd import CASES, Case
from tests.support.odd.cases import problems
from tests.support.odd.grading import FIRST, LAST, grade_odd, open_up, reasons

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from grader.grading.course import Course

# Notebooks that nbgrader's own tests hand in. None of them is of this course.
FOREIGN = sorted(
    path
    for folder in ("apps", "preprocessors")
    for path in (Path(nbgrader.tests.__file__).parent / folder / "files").glob("*.ipynb")
)


class Class(NamedTuple):
    """A class with odd submissions, graded; `reasons` are those of who was not.

    `problems` are those of the cases that were looked at, by name.
    """

    course: Course
    printed: subprocess.CompletedProcess[str]
    reasons: dict[str, str]
    scores: dict[str, dict[str, float | None]]
    problems: dict[str, list[str]]


def _graded(folder: Path, chosen: list[Case]) -> Class:
    course, printed, reasons = grade_odd(folder, chosen)
    return Class(course, printed, reasons, scores(course, LINE), {})


def _chosen(request: pytest.FixtureRequest) -> list[Case]:
    callspecs = [getattr(item, "callspec", None) for item in request.session.items]
    found = [c.params["case"] for c in callspecs if c and isinstance(c.params.get("case"), Case)]
    return found or list(CASES.values())


@pytest.fixture(scope="module")
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    assert sandboxed(), "`grader autograde` has no sandbox"
    folder, chosen = tmp_path_factory.mktemp("odd"), _chosen(request)
    made = _graded(folder, chosen)
    yield made
    handled = sum(not made.problems.get(case.name, ["not looked at"]) for case in chosen)
    summarise(request.config, f"odd submissions: {handled} of {len(chosen)} handled")
    open_up(folder)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Hand each of nbgrader's own notebooks in, under the name of the lesson's."""
    assert sandboxed(), "`grader autograde` has no sandbox"
    chosen = [_foreign(path) for path in FOREIGN]
    return _graded(tmp_path_factory.mktemp("foreign"), chosen)


def _foreign(path: Path) -> Case:
    content = path.read_bytes()
    return Case(path.stem, lambda work: work.write(content), {}, None, _student(path), dangerous=False)


def _student(path: Path) -> str:
    return f"{path.parents[1].name}-{path.stem}"


def _identity(value: object) -> str | None:
    return value.name if isinstance(value, Case) else _student(value) if isinstance(value, Path) else None


@pytest.mark.parametrize("case", CASES.values(), ids=_identity)
def test_an_odd_submission_gets_what_ran_or_a_reason(case: Case, odd: Class) -> None:
    odd.problems[case.name] = problems(odd.course, case, odd.reasons, odd.scores)
    assert odd.problems[case.name] == []


@pytest.mark.parametrize("path", FOREIGN, ids=_identity)
def test_a_notebook_of_another_course_gets_no_points(path: Path, foreign: Class) -> None:
    student = _student(path)
    if student in foreign.reasons:
        assert foreign.reasons[student]
        assert set(foreign.scores.get(student, {}).values()) <= {None}
    else:
        found = verdicts(foreign.course, LINE, student)
        assert found.keys() == lessons.find(LINE).exercises.keys()
        assert {name: v.points for name, v in found.items()} == dict.fromkeys(found, 0)
        assert foreign.scores[student] == dict.fromkeys(found, 0)


@pytest.mark.parametrize("of", ["odd", "foreign"])
class TestAround:
    """The rest of the class."""

    @pytest.mark.parametrize("student", [FIRST, LAST])
    def test_ordinary_students_get_their_points(self, of: str, student: str, request: pytest.FixtureRequest) -> None:
        expected = {name: exercise.points for name, exercise in lessons.find(LINE).exercises.items()}
        assert request.getfixturevalue(of).scores[student] == expected

    def test_exit_status_tells_whether_some_could_not_be_graded(self, of: str, request: pytest.FixtureRequest) -> None:
        graded: Class = request.getfixturevalue(of)
        assert graded.printed.returncode == (1 if graded.reasons else 0)
        assert "Traceback" not in graded.printed.stderr


def test_reasons_are_read_out_of_the_table() -> None:
    table = "│ ann lee │     24 │ 24 │            │\n│ b [x]   │      – │ 24 │ not graded: there is none: a, b  │\n"
    assert reasons(table) == {"b [x]": "there is none: a, b"}


def test_cases_have_students_of_their_own(tmp_path: Path) -> None:
    names = [case.student for case in CASES.values()]
    assert len(set(names)) == len(names)
