"""Points and thresholds that a course sets, on a class that real kernels have graded."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader import lessons
from grader.cli import main
from grader.core.verdict import Verdict
from grader.grading import settings
from grader.grading.course import CONFIG, Course
from grader.grading.gradebook import copies
from tests.support.classroom import LINE, scores, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.conftest import Graded

    Write = Callable[[str], None]

lesson = lessons.find(LINE)
POINTS = lesson.points  # without settings


@pytest.fixture
def course(line_class: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """A copy of the class of lesson 1. The settings of a test end with it."""
    shutil.copytree(line_class.course.root, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    yield Course(tmp_path)
    lessons.use_settings({})


@pytest.fixture
def write(course: Course) -> Write:
    """Add lines to the course's configuration."""

    def written(lines: str) -> None:
        with (course.root / CONFIG).open("a") as file:
            file.write(f"\n{lines}\n")

    return written


def grader(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=answer)


def points(course: Course, student: str) -> float:
    return sum(scores(course, LINE)[student].values())


class TestPoints:
    def test_regrade_shows_and_writes_them(self, course: Course, write: Write) -> None:
        write(f'c.LessonSettings.points = {{"{LINE}": {{"training": 10, "loss_by_hand": 0}}}}')
        before = points(course, "solved")
        printed = grader("regrade", LINE)
        assert printed.exit_code == 0, printed.output
        assert printed.stdout.startswith("loss_by_hand: 1 → 0 points\ntraining: 5 → 10 points\n")
        assert points(course, "solved") == before + 4
        assert verdicts(course, LINE, "solved")["training"] == Verdict("training", 10, 10)
        with course.gradebook() as gradebook:
            assert gradebook.find_assignment(LINE).max_score == lesson.points == POINTS + 5 - 1
        assert grader("regrade", LINE).stdout.startswith("3 judged again: 0 with other points, 0 with the same points")

    def test_going_back_restores_points_and_maximum(self, course: Course, write: Write) -> None:
        before = scores(course, LINE)
        write(f'c.LessonSettings.points = {{"{LINE}": {{"training": 10}}}}')
        grader("regrade", LINE)
        assert grader("restore", "latest").exit_code == 0
        assert scores(course, LINE) == before
        assert verdicts(course, LINE, "solved")["training"].max_points == 5
        with course.gradebook() as gradebook:
            assert gradebook.find_assignment(LINE).max_score == POINTS

    def test_one_student_cannot_have_other_points_than_the_class(self, course: Course, write: Write) -> None:
        write(f'c.LessonSettings.points = {{"{LINE}": {{"training": 10}}}}')
        printed = grader("regrade", LINE, "--student", "solved")
        assert printed.exit_code == 1
        assert "the points of training have changed for the whole class, so leave out --student" in printed.stderr

    @pytest.mark.parametrize("options", [(), ("--force",), ("--dry-run",)])
    def test_autograde_refuses_before_anything_is_touched(
        self, course: Course, write: Write, options: tuple[str, ...]
    ) -> None:
        write(f'c.LessonSettings.points = {{"{LINE}": {{"training": 10}}}}')
        before = scores(course, LINE)
        printed = grader("autograde", LINE, *options)
        assert printed.exit_code == 1
        assert "training has 10 points, and the gradebook says 5, so nothing was changed" in printed.stderr
        assert scores(course, LINE) == before
        assert copies.copies(course) == []

    def test_exercise_that_was_removed_is_refused_too(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        rest = {name: each for name, each in lesson.exercises.items() if name != "criterion"}
        monkeypatch.setattr(lesson, "exercises", rest)
        before = scores(course, LINE)
        printed = grader("autograde", LINE, "--force")
        assert printed.exit_code == 1
        assert f'write c.LessonSettings.points = {{"{LINE}": {{"criterion": 0}}}}' in printed.stderr
        assert scores(course, LINE) == before


class TestThresholds:
    def test_trying_one_writes_nothing(self, course: Course) -> None:
        before = scores(course, LINE)
        printed = grader("regrade", LINE, "--dry-run", "--set", "training.loss=0.0000001")
        assert printed.exit_code == 0, printed.output
        assert "training 5 → 3 (loss-too-high)" in printed.stdout
        assert scores(course, LINE) == before

    def test_setting_decides(self, course: Course, write: Write) -> None:
        write(f'c.LessonSettings.thresholds = {{"{LINE}": {{"training.loss": 1e-7}}}}')
        assert grader("regrade", LINE, "--exercise", "training").exit_code == 0
        assert verdicts(course, LINE, "solved")["training"].codes == ("loss-too-high",)

    def test_only_with_dry_run(self, course: Course) -> None:
        printed = grader("regrade", LINE, "--set", "training.loss=1")
        assert (printed.exit_code, len(printed.stderr.splitlines())) == (2, 1)

    def test_list_marks_what_differs_from_its_default(self, course: Course, write: Write) -> None:
        write(f'c.LessonSettings.thresholds = {{"{LINE}": {{"training.loss": 0.2}}}}')
        rows = {
            line.split("│")[1].strip(): line for line in grader("settings", LINE).stdout.splitlines() if "│" in line
        }
        assert [field.strip() for field in rows["training.loss"].split("│")[2:4]] == ["0.2 *", "0.18"]
        assert "docs/calibration.md" in rows["training.loss"]
        assert [field.strip() for field in rows["training"].split("│")[2:4]] == ["5", "5"]


class TestWrongSettings:
    @pytest.mark.parametrize(
        ("line", "says"),
        [
            ('c.LessonSettings.points = {"05_nothing": {"data": 1}}', "c.LessonSettings names '05_nothing'"),
            ('c.LessonSettings.dropped = ["nothing"]', "c.LessonSettings names 'nothing'"),
            (f'c.LessonSettings.points = {{"{LINE}": {{"dat": 1}}}}', "has no exercise 'dat'; there are: data, "),
            (f'c.LessonSettings.points = {{"{LINE}": {{"data": -1}}}}', "is -1, and not a number of 0 or more"),
            (f'c.LessonSettings.points = {{"{LINE}": {{"data": "2"}}}}', "is '2', and not a number of 0 or more"),
            (f'c.LessonSettings.points = {{"{LINE}": {{"data": float("nan")}}}}', "is nan, and not a number"),
            (f'c.LessonSettings.points = {{"{LINE}": 3}}', "is 3, and not a dictionary of names and numbers"),
            ("c.LessonSettings.points = 3", "c.LessonSettings of nbgrader_config.py cannot be used: "),
            (f'c.LessonSettings.thresholds = {{"{LINE}": {{"training.los": 1}}}}', "has no threshold 'training.los'"),
            ("c.LessonSettings = [", "nbgrader_config.py cannot be read: SyntaxError"),
        ],
    )
    def test_is_one_line(self, course: Course, write: Write, line: str, says: str) -> None:
        write(line)
        printed = grader("settings", LINE)
        assert (printed.exit_code, len(printed.stderr.splitlines())) == (1, 1)
        assert says in printed.stderr

    @pytest.mark.parametrize(("typed", "says"), [("training", "is not NAME=NUMBER"), ("training.x=1", "no threshold")])
    def test_that_is_tried(self, course: Course, typed: str, says: str) -> None:
        printed = grader("regrade", LINE, "--dry-run", "--set", typed)
        assert (printed.exit_code, len(printed.stderr.splitlines())) == (1, 1)
        assert says in printed.stderr


def test_settings_of_one_course_end_with_it(course: Course, write: Write) -> None:
    write(f'c.LessonSettings.points = {{"{LINE}": {{"data": 7}}}}')
    Course.find()
    assert lesson.exercises["data"].points == 7
    lessons.use_settings({})
    assert lesson.exercises["data"].points == 2


def test_dropped_lesson_is_left_out_of_exports_and_reports(course: Course, write: Write) -> None:
    write(f'c.LessonSettings.dropped = ["{LINE}"]')
    assert settings.dropped(course.config) == {LINE}
    assert grader("report").stderr == "Error: no lesson has been graded: run grader autograde LESSON\n"
    assert grader("report", LINE).exit_code == 0, "a lesson that is named is reported"


@pytest.mark.parametrize(
    ("before", "max_points", "after"), [(3, 10, 6), (5, 10, 10), (0, 10, 0), (5, 0, 0), (1, 3, 0.6)]
)
def test_points_keep_their_fraction(before: float, max_points: float, after: float) -> None:
    assert Verdict("training", before, 5).worth(max_points) == Verdict("training", after, max_points)


class TestForce:
    """`grader autograde --force` on the class that was graded."""

    def test_dry_run_tells_what_would_be_replaced(self, course: Course) -> None:
        before = scores(course, LINE)
        printed = grader("autograde", LINE, "--force", "--dry-run")
        assert printed.exit_code == 0, printed.output
        assert f"replaces {POINTS:g} points" in printed.stdout
        assert "gives the first grade" in printed.stdout, "junk has none"
        assert scores(course, LINE) == before

    def test_grade_stays_if_grading_the_same_file_fails(self, course: Course, write: Write) -> None:
        (course.root / "broken_execute_i15.py").write_text(
            "from grader.grading.preprocessors.execute import ExecuteToTheEnd\n\n\n"
            "class Broken(ExecuteToTheEnd):\n"
            "    async def run(self, *about, **more):\n"
            '        raise ValueError("the grader is broken")\n'
        )
        write(
            "c.Autograde.autograde_preprocessors = [\n"
            '    "broken_execute_i15.Broken" if "ExecuteToTheEnd" in name else name\n'
            "    for name in c.Autograde.autograde_preprocessors\n]"
        )
        before = scores(course, LINE), verdicts(course, LINE, "odd")
        printed = grader("autograde", LINE, "--force", "--yes", "--student", "odd")
        assert printed.exit_code == 1
        assert "ValueError: the grader is broken; the grade of before stays" in printed.stdout
        assert (scores(course, LINE), verdicts(course, LINE, "odd")) == before
        assert not list(course.root.glob("autograded/*/.grading-*"))

    def test_another_file_that_fails_has_no_grade_of_the_one_before(self, course: Course) -> None:
        path = course.submitted(LINE, "odd") / "linear_regression.ipynb"
        path.write_text("not a notebook")
        before = scores(course, LINE)["odd"]
        assert grader("autograde", LINE, "--student", "odd").exit_code == 1
        assert set(scores(course, LINE)["odd"].values()) == {None}
        assert grader("restore", "latest").exit_code == 0
        assert scores(course, LINE)["odd"] == before
