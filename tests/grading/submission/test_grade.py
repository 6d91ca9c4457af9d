"""One file without a class: the points are those of a class, the JSON is as described, the exit status tells enough."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.grading.command_line import grade_file
from grader.grading.course import CONFIG, Course
from grader.grading.submission.pipeline import AUTOGRADE, SANITIZE
from grader.grading.submission.single_file import ExerciseResult, FileResult
from grader.grading.submission.source_release import release_of
from tests.support.attacks import LIGHT
from tests.support.classroom import LINE, ROOT, answered, load, max_points, notebook_name
from tests.support.plain.grading import STOCK, make_plain_course
from tests.support.plain.submissions import made

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SCHEMA = load(ROOT / "docs" / "grade.schema.json")
NOTEBOOK = notebook_name(LINE)
WRONG = {**LIGHT[LINE], "criterion": "criterion = nn.MSELoss()"}


@pytest.fixture
def graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that grades a notebook, or any text, as a person who is in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def grade_(content: dict[str, Any] | str, *arguments: str) -> Result:
        (tmp_path / NOTEBOOK).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return CliRunner().invoke(main, ["grade", NOTEBOOK, *arguments])

    return grade_


def read(printed: Result) -> dict[str, Any]:
    """Return the JSON of a result, which is as its schema says."""
    found = json.loads(printed.stdout)
    jsonschema.validate(found, SCHEMA)
    return found


def points(found: dict[str, Any]) -> dict[str, float | None]:
    return {each["name"]: each["points"] for each in found["exercises"]}


class TestLesson:
    """A lesson is found by the source that is named."""

    SOURCE = str(ROOT / "solutions" / LINE / NOTEBOOK)

    def test_right_answer_ends_with_0(self, graded) -> None:
        printed = graded(answered(LINE, **LIGHT[LINE]), "--source", self.SOURCE, "--json")
        found = read(printed)
        assert (printed.exit_code, found["assignment"], found["notebook"]) == (0, LINE, NOTEBOOK.removesuffix(".ipynb"))
        assert found["points"] == found["max_points"] == max_points(LINE)

    def test_wrong_answer_ends_with_1_and_says_what_a_student_reads(self, graded) -> None:
        printed = graded(answered(LINE, **WRONG), "--source", self.SOURCE)
        assert printed.exit_code == 1
        assert "code: wrong-reduction" in printed.stdout
        assert printed.stderr.endswith(f" of {max_points(LINE):g} points, too few\n")
        assert printed.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course of nbgrader's own, with its own settings."""
    return make_plain_course(tmp_path_factory.mktemp("plain"), ["two"], STOCK)


class TestOtherNotebook:
    """Any nbgrader assignment, from a source that nbgrader has never released."""

    def answer(self, course: Course, name: str, notebook: str) -> dict[str, Any]:
        released = load(course.release("two") / f"{notebook}.ipynb")
        for cell in released["cells"]:
            cell["source"] = "".join(cell["source"])
        return made(name, released)

    @pytest.mark.parametrize("of", ["solutions", "notebooks"])
    @pytest.mark.parametrize(("name", "notebook"), [("wrong-off-by-one", "part-a"), ("right", "part-b")])
    def test_points_are_those_of_stock_nbgrader(
        self, course: Course, graded, name: str, notebook: str, of: str
    ) -> None:
        source = course.root / of / "two" / f"{notebook}.ipynb"
        printed = graded(self.answer(course, name, notebook), "--source", str(source), "--json")
        stock = load(ROOT / "tests" / "support" / "plain" / "stock.json")["two"][name]
        expected = {
            cell.removeprefix(f"{notebook}:"): None if points == "waits" else points
            for cell, points in stock.items()
            if cell.startswith(f"{notebook}:")
        }
        assert printed.exit_code == (0 if name == "right" else 1)
        assert points(read(printed)) == expected

    def test_hidden_test_is_not_told(self, course: Course, graded) -> None:
        source = course.source("two") / "part-a.ipynb"
        hidden = "assert squares(3) == [1, 4, 9], 'three squares'"
        notebook = load(source)
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "correct_squares":
                cell["source"] = f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        own = source.with_name("own.ipynb")
        own.write_text(json.dumps(notebook), encoding="utf-8")
        printed = graded(self.answer(course, "wrong-empty-list", "part-a"), "--source", str(own))
        own.unlink()
        assert printed.exit_code == 1
        assert "AssertionError" in printed.stdout
        assert hidden not in printed.output
        assert "squares(3)" not in printed.output


class TestWhatGoesWrong:
    """One line, and JSON that says the same."""

    @pytest.mark.parametrize(
        ("content", "named", "says"),
        [
            ("no notebook", ["--source", TestLesson.SOURCE], f"{NOTEBOOK} is not a notebook: JSONDecodeError"),
            ({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, [], "--source has to name"),
        ],
    )
    def test_not_graded(self, graded, content: dict[str, Any] | str, named: list[str], says: str) -> None:
        printed = graded(content, *named, "--json")
        found = read(printed)
        assert printed.exit_code == 3
        assert not found["graded"]
        assert says in found["reason"]
        assert printed.stderr == f"Error: {NOTEBOOK} is not graded: {found['reason']}\n"

    def test_link_is_not_followed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / NOTEBOOK).symlink_to(TestLesson.SOURCE)
        printed = CliRunner().invoke(main, ["grade", NOTEBOOK, "--source", TestLesson.SOURCE])
        assert printed.exit_code == 3
        assert "is a symbolic link, which is not followed" in printed.stderr

    def test_source_that_is_not_there_is_wrong_usage(self, graded) -> None:
        assert graded("{}", "--source", "nowhere.ipynb").exit_code == 2


@pytest.mark.parametrize(
    ("got", "at_least", "status"), [(3, None, 0), (2.5, None, 1), (2.5, 2.5, 0), (2, 2.5, 1), (0, 0, 0)]
)
def test_status(got: float, at_least: float | None, status: int) -> None:
    exercises = (ExerciseResult("one", got, 3, ()), ExerciseResult("essay", None, 9, ()))
    result = FileResult(1, "a.ipynb", "hw", "a", graded=True, reason="", points=got, max_points=3, exercises=exercises)
    assert grade_file.status(result, at_least) == status


def test_described_format_is_the_one_that_is_printed() -> None:
    """`python -m tools.grade_schema` writes the file."""
    assert (ROOT / "docs" / "grade.schema.json").read_text(encoding="utf-8") == grade_file.schema()


def test_preprocessors_of_a_course_without_any_are_those_of_this_course() -> None:
    named = Course(ROOT).config.Autograde
    assert (named.sanitize_preprocessors, named.autograde_preprocessors) == ([*SANITIZE], [*AUTOGRADE])
    assert (ROOT / CONFIG).is_file()


def test_release_of_a_released_notebook_is_itself() -> None:
    course = Course(ROOT)
    made_now = release_of(course.source(LINE) / NOTEBOOK, LINE, course.config).cells
    as_released = release_of(course.release(LINE) / NOTEBOOK, LINE, course.config).cells
    assert made_now.keys() == as_released.keys()
    for name, cell in as_released.items():
        assert {**cell.metadata, "points": None} == {**made_now[name].metadata, "points": None} or cell.locked


class TestFiles:
    """Which files a notebook sees."""

    READS = "import os\na = int(os.listdir() == ['data.csv'])"  # the test asserts that a is 1

    def test_only_those_that_are_given(self, course: Course, graded, tmp_path: Path) -> None:
        """A source that lies anywhere may have private files beside it."""
        lies = tmp_path / "home"
        lies.mkdir()
        source = lies / "part-b.ipynb"
        source.write_bytes((course.source("two") / "part-b.ipynb").read_bytes())
        (lies / "private.txt").write_text("private")
        given = tmp_path / "given"
        given.mkdir()
        (given / "data.csv").write_text("1,2")
        notebook = load(course.release("two") / "part-b.ipynb")
        for each in notebook["cells"]:
            each["source"] = "".join(each["source"])
            if each["metadata"].get("nbgrader", {}).get("grade_id") == "set_a":
                each["source"] = self.READS
        printed = graded(notebook, "--source", str(source), "--files", str(given), "--json")
        assert points(read(printed))["foo"] == 1
