"""A whole class, through real kernels and nbgrader's own database."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from grader import lessons
from grader.grading.verdicts import evidence_file
from tests.support.answers import answers
from tests.support.classroom import (
    LINE,
    SOCCER,
    filled,
    hand_in,
    load,
    make_course,
    notebook_name,
    run,
    scores,
    verdicts,
)

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.course import Course
    from tests.conftest import ClassOf, Graded


class TestBlank:
    """A release that nobody worked on."""

    @pytest.mark.parametrize("lesson", lessons.MODULES)
    def test_every_exercise_is_not_attempted(self, lesson: str, class_of: ClassOf) -> None:
        course = class_of(lesson).course
        found = verdicts(course, lesson, "blank")
        assert {name: (v.points, v.codes) for name, v in found.items()} == dict.fromkeys(
            lessons.find(lesson).exercises, (0, ("not-attempted",))
        )


class TestSolved:
    """The solutions, handed in."""

    @pytest.mark.parametrize("lesson", lessons.MODULES)
    def test_full_points(self, lesson: str, class_of: ClassOf) -> None:
        course = class_of(lesson).course
        expected = {name: exercise.points for name, exercise in lessons.find(lesson).exercises.items()}
        assert scores(course, lesson)["solved"] == expected
        assert all(verdict.passed for verdict in verdicts(course, lesson, "solved").values())

    def test_stderr_costs_nothing(self, line_class: Graded) -> None:
        """The solved notebook's network writes to stderr whenever a check calls it."""
        cells = load(line_class.course.autograded(LINE, "solved") / notebook_name(LINE))["cells"]
        graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
        assert len(graded) == len(lessons.find(LINE).exercises)
        assert {output["output_type"] for cell in graded for output in cell["outputs"]} == {"display_data"}

    def test_evidence_is_kept_beside_the_notebook_and_not_in_it(self, line_class: Graded) -> None:
        folder = line_class.course.autograded(LINE, "solved")
        kept = json.loads((folder / "linear_regression.evidence.json").read_bytes())
        # Where the challenge is passed, there is no need of the practice call.
        assert {name: len(bundles) for name, bundles in kept["bundles"].items()} == dict.fromkeys(
            lessons.find(LINE).exercises, 1
        )
        assert "vnd.grader.evidence" not in (folder / notebook_name(LINE)).read_text()


class TestOdd:
    """In one submission: a forged check, a wrong criterion, a graded cell gone, a cell copied, a kernel that dies."""

    @pytest.mark.parametrize(
        ("exercise", "points", "code"),
        [
            ("data", 0, "wrong-type"),
            ("criterion", 0, "wrong-reduction"),
            ("repair", 0, "kernel-died"),
            ("transfer", 0, "kernel-died"),
        ],
    )
    def test_costs_its_points(self, line_class: Graded, exercise: str, points: float, code: str) -> None:
        verdict = verdicts(line_class.course, LINE, "odd")[exercise]
        assert (verdict.points, set(verdict.codes)) == (points, {code})
        assert scores(line_class.course, LINE)["odd"][exercise] == points

    def test_check_that_was_deleted_is_restored(self, line_class: Graded) -> None:
        assert verdicts(line_class.course, LINE, "odd")["optimizer"].passed

    def test_what_ran_before_the_fault_keeps_its_points(self, line_class: Graded) -> None:
        assert scores(line_class.course, LINE)["odd"]["model"] == 2

    def test_gradebook_and_verdicts_agree(self, line_class: Graded) -> None:
        found = verdicts(line_class.course, LINE, "odd")
        assert {name: v.points for name, v in found.items()} == scores(line_class.course, LINE)["odd"]


class TestCommand:
    """`grader autograde`."""

    def test_exit_status_tells_that_one_could_not_be_graded(self, line_class: Graded) -> None:
        assert line_class.printed.returncode == 1
        assert line_class.printed.stderr.endswith("Error: 1 of 4 could not be graded; .nbgrader.log says more\n")

    def test_table_tells_points_codes_and_reasons(self, line_class: Graded) -> None:
        rows = [line.split("│")[1:-1] for line in line_class.printed.stdout.splitlines() if "│" in line]
        table = {student.strip(): [column.strip() for column in rest] for student, *rest in rows}
        most = f"{lessons.find(LINE).points:g}"
        assert table["blank"] == ["0", most, "not-attempted (all)"]
        assert table["solved"] == [most, most, ""]
        assert table["junk"][2].startswith("not graded: linear_regression.ipynb is not a notebook: JSONDecodeError")

    def test_releases_first_where_the_gradebook_does_not_know_the_lesson(self, class_of: ClassOf) -> None:
        course, printed = class_of(SOCCER)
        assert printed.returncode == 0
        assert printed.stdout.startswith("released 02_soccer_winner first, since the gradebook did not know it\n")
        assert (course.release(SOCCER) / notebook_name(SOCCER)).is_file()

    def test_says_nothing_of_nbgrader_on_the_terminal(self, line_class: Graded) -> None:
        assert "WARNING" not in line_class.printed.stderr
        told = f"INFO solved: graded, {lessons.find(LINE).points:g} points"
        assert told in (line_class.course.root / ".nbgrader.log").read_text()

    def test_what_has_not_changed_is_not_run_again(self, class_of: ClassOf) -> None:
        course = class_of(SOCCER).course
        graded = course.autograded(SOCCER, "solved") / notebook_name(SOCCER)
        before = graded.stat().st_mtime_ns
        again = run(course.root, "grader", "autograde", SOCCER)
        assert again.returncode == 0
        assert "│ solved" in again.stdout
        assert graded.stat().st_mtime_ns == before

    def test_unreadable_resubmission_takes_the_old_score_back(self, class_of: ClassOf, tmp_path: Path) -> None:
        course = make_course(tmp_path, SOCCER)
        shutil.copytree(class_of(SOCCER).course.root, tmp_path, dirs_exist_ok=True)
        hand_in(course, SOCCER, "solved", "[]")
        printed = run(tmp_path, "grader", "autograde", SOCCER, "--student", "solved")
        assert printed.returncode == 1
        assert set(scores(course, SOCCER)["solved"].values()) == {None}
        assert set(scores(course, SOCCER)["blank"].values()) == {0}
        assert not course.autograded(SOCCER, "solved").exists()

    def test_lesson_that_does_not_exist(self, line_class: Graded) -> None:
        printed = run(line_class.course.root, "grader", "autograde", "03_nothing")
        assert printed.returncode == 2
        assert printed.stderr == (f"Error: there is no lesson '03_nothing'; there are: {', '.join(lessons.MODULES)}\n")

    def test_no_submission(self, tmp_path: Path) -> None:
        printed = run(make_course(tmp_path, LINE).root, "grader", "autograde", LINE)
        assert (printed.returncode, printed.stderr) == (1, "Error: no submission of 01_linear_regression\n")

    def test_no_submission_by_this_student(self, line_class: Graded) -> None:
        printed = run(line_class.course.root, "grader", "autograde", LINE, "--student", "nobody")
        assert printed.returncode == 1
        assert printed.stderr == (
            f"Error: no submission of {LINE} by nobody; there are submissions by: blank, junk, odd, solved\n"
        )


class TestJobs:
    """However many submissions run at once, and in any order, each gets the same."""

    MIXED = answers(LINE)[::40]  # right ones and wrong ones, some of which stop, train long, or say nothing

    def graded(self, folder: Path, students: list[str], jobs: int) -> list[tuple[list[Any], dict[str, float | None]]]:
        """Grade each answer as the work of one of the `students`; return its verdicts, its evidence and its scores."""
        course = make_course(folder, LINE)
        assert run(folder, "grader", "release", LINE).returncode == 0
        for student, answer in zip(students, self.MIXED, strict=True):
            hand_in(course, LINE, student, filled(course, LINE, **answer.cells))
        assert run(folder, "grader", "autograde", LINE, "--jobs", str(jobs)).returncode == 0
        held = scores(course, LINE)
        return [(kept(course, student), held[student]) for student in students]

    def test_same_verdicts_and_evidence(self, tmp_path: Path) -> None:
        names = [f"s{number:02}" for number in range(len(self.MIXED))]
        found = []
        for students, jobs in ((names, 1), (names[::-1], 2 * len(names))):
            folder = tmp_path / str(jobs)
            folder.mkdir()
            found.append(self.graded(folder, students, jobs))
        alone, together = found
        assert alone == together
        assert [sum(points.values()) for _, points in alone] == [answer.points for answer in self.MIXED]


def kept(course: Course, student: str) -> list[Any]:
    """Return the verdicts on a submission and the tensors that they rest on."""
    stored = load(evidence_file.place(course.autograded(LINE, student), lessons.find(LINE).notebook))
    tensors = {name: [each["tensors"] for each in bundles] for name, bundles in stored["bundles"].items()}
    return [stored["verdicts"], tensors]


@pytest.fixture(scope="module")
def stock(line_class: Graded, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class of lesson 1, graded by `nbgrader autograde`."""
    course = make_course(tmp_path_factory.mktemp("stock"), LINE)
    shutil.copytree(line_class.course.submitted(LINE, "odd").parents[1], course.root / "submitted")
    assert run(course.root, "nbgrader", "generate_assignment", LINE, activated=True).returncode == 0
    assert run(course.root, "nbgrader", "autograde", LINE, activated=True).returncode == 1  # for the junk
    return course


class TestNbgrader:
    """nbgrader's own commands run the course as it is."""

    def test_autograde_gives_the_same_scores(self, line_class: Graded, stock: Course) -> None:
        ours = scores(line_class.course, LINE)
        assert {name: scores(stock, LINE)[name] for name in ("blank", "solved", "odd")} == {
            name: ours[name] for name in ("blank", "solved", "odd")
        }

    def test_feedback_shows_verdicts_and_no_hidden_test(self, stock: Course) -> None:
        assert run(stock.root, "nbgrader", "generate_feedback", LINE, activated=True).returncode == 0
        page = (stock.feedback(LINE, "odd") / "linear_regression.html").read_text()
        assert "wrong-reduction" in page
        assert "HIDDEN TESTS" not in page
        assert "challenge=" not in page
        assert [path.name for path in stock.feedback(LINE, "odd").iterdir()] == ["linear_regression.html"]

    def test_export(self, stock: Course) -> None:
        assert run(stock.root, "nbgrader", "export", activated=True).returncode == 0
        with (stock.root / "grades.csv").open() as file:
            points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
        assert (points["solved"], points["blank"]) == (lessons.find(LINE).points, 0)

    def test_validate_agrees(self, class_of: ClassOf) -> None:
        course = class_of(SOCCER).course
        notebooks = [str(course.submitted(SOCCER, name) / notebook_name(SOCCER)) for name in ("blank", "solved")]
        printed = run(course.root, "nbgrader", "validate", *notebooks, activated=True)
        blank, success, solved = printed.stdout.partition("Success! Your notebook passes all the tests.")
        assert "VALIDATION FAILED ON 10 CELL(S)!" in blank
        assert success
        assert solved.strip() == ""
