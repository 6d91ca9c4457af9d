"""From solutions/ to notebooks/."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import nbformat
import pytest

from grader import lessons
from grader.grading.commands.release import leftovers, problems
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.preprocessors.fold_questions import asks
from grader.notebook.progress_file import PROGRESS_FILE
from tests.support.classroom import (
    BIN,
    CONFIG,
    LINE,
    ROOT,
    Notebook,
    cell,
    load,
    make_course,
    max_points,
    notebook_name,
    run,
    solution,
)

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.course import Course

CHALLENGE = "\n### BEGIN HIDDEN TESTS\ncheck.transfer(fit_line, challenge=1)\n### END HIDDEN TESTS"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """All lessons, released."""
    course = make_course(tmp_path_factory.mktemp("course"), *lessons.MODULES)
    printed = run(course.root / "solutions", "grader", "release")
    assert printed.stderr == ""
    assert printed.stdout == "".join(f"released notebooks/{lesson}\n" for lesson in lessons.MODULES)
    return course


@pytest.mark.parametrize("lesson", lessons.MODULES)
class TestRelease:
    """`grader release`."""

    def test_holds_no_solution_no_hidden_test_and_no_output(self, course: Course, lesson: str) -> None:
        assert list(leftovers(read_notebook(course.release(lesson) / notebook_name(lesson)))) == []

    def test_it_and_the_solution_have_the_form_of_a_notebook(self, course: Course, lesson: str) -> None:
        for notebook in (load(course.release(lesson) / notebook_name(lesson)), solution(lesson)):
            nbformat.validate(notebook)

    def test_holds_no_line_of_a_solution(self, course: Course, lesson: str) -> None:
        released = load(course.release(lesson) / notebook_name(lesson))
        for exercise in lessons.find(lesson).exercises:
            kept = "".join(cell(released, exercise)["source"]).splitlines()
            solved = "".join(cell(solution(lesson), exercise)["source"])
            given = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", solved, flags=re.DOTALL)
            assert given != solved
            assert set(kept) <= {line.rstrip() for line in given.splitlines()}, exercise

    def test_prose_and_worked_cells_are_the_solutions(self, course: Course, lesson: str) -> None:
        def worked(notebook: Notebook) -> list[str]:
            return ["".join(c["source"]) for c in notebook["cells"] if "nbgrader" not in c["metadata"]]

        assert worked(load(course.release(lesson) / notebook_name(lesson))) == worked(solution(lesson))

    def test_cells_that_ask_are_folded_and_no_exercise_is(self, course: Course, lesson: str) -> None:
        cells = [c for c in load(course.release(lesson) / notebook_name(lesson))["cells"] if c["cell_type"] == "code"]
        folded = [bool(c["metadata"].get("jupyter", {}).get("source_hidden")) for c in cells]
        asking = ["nbgrader" not in c["metadata"] and asks("".join(c["source"])) for c in cells]
        assert folded == asking
        assert any(asking)

    def test_notebooks_is_what_solutions_gives(self, course: Course, lesson: str) -> None:
        """The release in the repository is, byte for byte, the one just made."""
        made, kept = course.release(lesson), ROOT / "notebooks" / lesson
        assert {path.name: path.read_bytes() for path in kept.iterdir() if path.name != PROGRESS_FILE} == {
            path.name: path.read_bytes() for path in made.iterdir()
        }


class TestCheck:
    """`grader release --check`."""

    def test_same(self, course: Course) -> None:
        printed = run(course.root, "grader", "release", "--check")
        assert (printed.returncode, printed.stdout, printed.stderr) == (0, "", "")

    def test_progress_of_somebody_who_opened_the_lesson_is_no_difference_and_not_released(self, course: Course) -> None:
        for folder in (course.source(LINE), course.release(LINE)):
            (folder / PROGRESS_FILE).write_text("{}")
        printed = run(course.root, "grader", "release", "--check", LINE)
        for folder in (course.source(LINE), course.release(LINE)):
            (folder / PROGRESS_FILE).unlink()
        assert (printed.returncode, printed.stdout, printed.stderr) == (0, "", "")

    def test_difference_is_named_and_left_alone(self, course: Course) -> None:
        path = course.release(LINE) / notebook_name(LINE)
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        (course.release(LINE) / "extra.txt").touch()
        printed = run(course.root, "grader", "release", "--check", LINE)
        after = path.read_bytes()
        path.write_bytes(before)
        (course.release(LINE) / "extra.txt").unlink()
        assert printed.returncode == 1
        assert (
            printed.stdout
            == f"differs: notebooks/{LINE}/extra.txt\ndiffers: notebooks/{LINE}/linear_regression.ipynb\n"
        )
        assert after == before + b"\n"


class TestProblems:
    """`problems(cells, lesson)`: a solution notebook and the lesson's declarations must agree."""

    @staticmethod
    def said(notebook: Notebook) -> list[str]:
        cells = [dict(c, source="".join(c["source"])) for c in notebook["cells"]]
        return list(problems(cells, lessons.find(LINE)))

    @pytest.mark.parametrize("lesson", lessons.MODULES)
    def test_none_in_the_lessons(self, lesson: str) -> None:
        path = ROOT / "solutions" / lesson / notebook_name(lesson)
        assert list(problems(read_notebook(path), lessons.find(lesson))) == []

    def test_exercise_without_its_graded_cell(self) -> None:
        notebook = solution(LINE)
        notebook["cells"].remove(cell(notebook, "test_data"))
        assert self.said(notebook) == ["exercise data has no graded cell test_data"]

    def test_exercise_without_its_solution_cell(self) -> None:
        notebook = solution(LINE)
        notebook["cells"].remove(cell(notebook, "data"))
        assert self.said(notebook) == ["exercise data has no solution cell data"]

    def test_other_points(self) -> None:
        notebook = solution(LINE)
        cell(notebook, "test_data")["metadata"]["nbgrader"]["points"] = 3
        assert self.said(notebook) == ["test_data has 3 points, the exercise 2"]

    def test_graded_cell_of_no_exercise(self) -> None:
        notebook = solution(LINE)
        extra = json.loads(json.dumps(cell(notebook, "test_data")))
        extra["metadata"]["nbgrader"]["grade_id"] = "test_extra"
        notebook["cells"].append(extra)
        assert self.said(notebook) == [f"graded cell test_extra belongs to no exercise of {LINE}"]

    @pytest.mark.parametrize(
        ("grade_id", "source", "says"),
        [
            ("test_data", "check.model(x_data, y_data)", "test_data must call check.data and no other check"),
            ("test_data", "check.data(x_data)", "test_data must give check.data 2 values: x_data, y_data"),
            ("test_transfer", "check.transfer(fit_line)", "test_transfer has no hidden call with a challenge"),
            (
                "test_transfer",
                "check.transfer(fit_line, challenge=1)",
                "the challenge of test_transfer does not stand between BEGIN and END HIDDEN TESTS",
            ),
            (
                "test_criterion",
                "check.criterion(criterion, challenge=1)",
                "test_criterion has a challenge, the exercise has none",
            ),
        ],
    )
    def test_graded_cell_that_calls_something_else(self, grade_id: str, source: str, says: str) -> None:
        notebook = solution(LINE)
        cell(notebook, grade_id)["source"] = source
        assert says in self.said(notebook)

    def test_hidden_challenge(self) -> None:
        notebook = solution(LINE)
        cell(notebook, "test_transfer")["source"] = "check.transfer(fit_line)" + CHALLENGE
        assert self.said(notebook) == []

    def test_cell_without_an_id(self) -> None:
        notebook = solution(LINE)
        del notebook["cells"][2]["id"]
        assert self.said(notebook) == ["cell 3 has no id, so that every release would give it another"]

    def test_release_refuses_in_one_line_and_changes_nothing(self, tmp_path: Path) -> None:
        course = make_course(tmp_path, LINE)
        path = course.source(LINE) / notebook_name(LINE)
        notebook = load(path)
        cell(notebook, "test_data")["metadata"]["nbgrader"]["points"] = 3
        path.write_text(json.dumps(notebook))
        printed = run(tmp_path, "grader", "release", LINE)
        assert printed.returncode == 1
        assert printed.stderr == (
            f"Error: solutions/{LINE}/linear_regression.ipynb: test_data has 3 points, the exercise 2\n"
        )
        assert not (tmp_path / "notebooks").exists()


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("dated"), LINE)
    with (course.root / CONFIG).open("a") as file:
        file.write('\nc.Exchange.timezone = "Europe/Berlin"\n')
    with course.gradebook() as gradebook:
        gradebook.add_assignment(LINE, duedate="2030-10-01 21:59 UTC")
    assert run(course.root, "grader", "release", LINE).returncode == 0
    return course


class TestDueDate:
    """A lesson with a due date shows it, and `--check` does not take that for a difference."""

    def test_is_in_the_notebook(self, dated: Course) -> None:
        cells = {
            each["id"]: "".join(each["source"]) for each in load(dated.release(LINE) / notebook_name(LINE))["cells"]
        }
        assert [*cells].index("due-date") == 1
        assert cells["due-date"] == "**Due:** Tuesday, 1 October 2030, 23:59 (Europe/Berlin)"
        assert [*cells].index("due-date-now") == [*cells].index("setup") + 1
        assert cells["due-date-now"].endswith('show_due("2030-10-01T23:59:00+02:00", "Europe/Berlin")')

    def test_check_finds_no_difference(self, dated: Course) -> None:
        assert run(dated.root, "grader", "release", LINE, "--check").returncode == 0

    def test_moved_date_is_a_difference(self, dated: Course) -> None:
        assert run(dated.root, "grader", "due", LINE, "2030-10-02 23:59").returncode == 0
        assert run(dated.root, "grader", "release", LINE, "--check").returncode == 1


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ('check.predict(\n    "rate", "Which?", ["a", "b"]\n)', True),
        ('def cost(p):\n    return p\n\n\ncheck.compare(\n    "rate", lambda: cost(2), "{:g}"\n)', True),
        ('check.ask.predict(\n    "rest", "How many?"\n)', True),
        ('check.predict("suspect 1", *check.suspects(1))', False),  # nothing would be hidden
        ("net = make()\ncheck.progress()", False),
        ("figures.boundary(\n    net\n)", False),
        ("check.predict(\n", False),
    ],
)
def test_what_is_folded_asks_a_question_on_several_lines(source: str, folded: bool) -> None:  # noqa: FBT001 - a case
    assert asks(source) == folded


def test_program_that_nbgrader_needs_for_a_new_gradebook_is_found_off_the_path(tmp_path: Path) -> None:
    """In a process of its own: those of `run` know already what alembic would say."""
    course = make_course(tmp_path, LINE)
    printed = subprocess.run(
        [BIN / "grader", "release", LINE], cwd=tmp_path, env={**os.environ, "PATH": os.defpath}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert printed.returncode == 0, printed.stderr
    with course.gradebook() as gradebook:
        assert gradebook.find_assignment(LINE).max_score == lessons.find(LINE).points


def test_points_of_the_settings_are_released(tmp_path: Path) -> None:
    course = make_course(tmp_path, LINE)
    with (course.root / CONFIG).open("a") as file:
        file.write(f'\nc.LessonSettings.points = {{"{LINE}": {{"training": 7.5, "data": 0}}}}\n')
    assert run(course.root, "grader", "release", LINE).returncode == 0
    released = load(course.release(LINE) / notebook_name(LINE))
    points = {
        name: cell(released, f"test_{name}")["metadata"]["nbgrader"]["points"] for name in ("training", "data", "model")
    }
    assert points == {"training": 7.5, "data": 0, "model": 2}
    with course.gradebook() as gradebook:
        assert gradebook.find_assignment(LINE).max_score == max_points(LINE) + 2.5 - 2
