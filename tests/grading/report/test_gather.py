"""What is known of a class: from the gradebook, the files of evidence, and the reasons that were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from nbgrader.api import SubmittedNotebook
from sqlalchemy import event, insert
from sqlalchemy.engine import Engine

from grader import lessons
from grader.grading import assignments
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.gradebook import not_graded
from grader.grading.report import gather
from grader.grading.report.gather import NO_REASON
from grader.grading.report.rows import GRADED, NOT_GRADED, NOT_HANDED_IN, Part, Row
from tests.grading.report.made import ASSIGNMENT, EXERCISES, LESSON, entered, evidence, graded, verdicts
from tests.support.classroom import LINE, SOCCER, hand_in, make_course

if TYPE_CHECKING:
    from pathlib import Path


def rows(course):
    return {row.student: row for row in gather.gather(course, ASSIGNMENT).rows}


def test_parts_are_in_the_lessons_order_and_then_what_else_is_graded(course: Course) -> None:
    with course.gradebook() as gradebook:
        gradebook.add_task_cell("essay", LESSON.notebook, LINE, max_score=4, cell_type="markdown")
    graded(course, {"hazel": verdicts()})
    data = gather.gather(course, ASSIGNMENT)
    assert [part.name for part in data.parts] == [*EXERCISES, "essay"]
    assert data.parts[0] == Part("data", "Three points of y = 2x + 1.", 2)
    assert data.max_points == LESSON.points + 4


def test_graded_student_has_points_and_codes(course: Course) -> None:
    graded(course, {"hazel": verdicts(training="missing-zero-grad", data="wrong-shape")})
    assert rows(course)["hazel"] == Row(
        student="hazel", state=GRADED, points=LESSON.points - 7,
        codes={"data": ("wrong-shape",), "training": ("missing-zero-grad",)},
        parts={name: 0 if name in ("data", "training") else each.points for name, each in EXERCISES.items()},
    )  # fmt: skip


def test_code_that_was_found_twice_in_an_exercise_counts_once(course: Course) -> None:
    found = verdicts(data="wrong-shape")
    twice = {**found, "data": type(found["data"])("data", 0, 2, found["data"].findings * 2)}
    graded(course, {"hazel": twice})
    assert rows(course)["hazel"].codes == {"data": ("wrong-shape",)}
    assert rows(course)["hazel"].counted() == "wrong-shape"


def test_points_of_a_person_and_late_penalties_count_as_in_nbgraders_export(course: Course) -> None:
    graded(course, {"hazel": verdicts(data="wrong-shape")})
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("test_data", LESSON.notebook, LINE, "hazel")
        grade.manual_score, grade.extra_credit = 1.5, 0.25
        gradebook.db.query(SubmittedNotebook).one().late_submission_penalty = 3
        gradebook.db.commit()
        submission = gradebook.find_submission(LINE, "hazel")
        exported = max(0.0, submission.score - submission.late_submission_penalty)
    row = rows(course)["hazel"]
    assert (row.points, row.late_penalty, row.parts["data"]) == (exported, 3, 1.75)
    assert row.points == LESSON.points - 0.25 - 3


def test_penalty_takes_no_more_than_there_is(course: Course) -> None:
    graded(course, {"hazel": verdicts(**dict.fromkeys(EXERCISES, "not-attempted"))})
    with course.gradebook() as gradebook:
        gradebook.db.query(SubmittedNotebook).one().late_submission_penalty = 3
        gradebook.db.commit()
    assert rows(course)["hazel"].points == 0


def test_name_is_the_gradebooks(course: Course) -> None:
    graded(course, {"hazel": verdicts()})
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("hazel", first_name="Hazel", last_name="Ng")
    assert rows(course)["hazel"].name == "Hazel Ng"


class TestHandedInAgain:
    """After it was graded, as the timestamps tell nbgrader."""

    @pytest.mark.parametrize(
        ("submitted", "graded_one", "outdated"),
        [
            ("2026-01-02 12:00:00 UTC", "2026-01-01 12:00:00 UTC", True),
            ("2026-01-01 12:00:00 UTC", "2026-01-01 12:00:00 UTC", False),
            ("2026-01-01 12:00:00 UTC", "2026-01-01 14:00:00 +02:00", False),
            ("2026-01-01 12:00:00 UTC", "2026-01-02 12:00:00 UTC", False),
            ("2026-01-02 12:00:00 UTC", None, False),
            (None, "2026-01-01 12:00:00 UTC", False),
            ("soon", "2026-01-01 12:00:00 UTC", False),
        ],
    )
    def test_is_told(self, course: Course, submitted: str | None, graded_one: str | None, *, outdated: bool) -> None:
        graded(course, {"hazel": verdicts()})
        for folder, text in (
            (course.submitted(LINE, "hazel"), submitted),
            (course.autograded(LINE, "hazel"), graded_one),
        ):
            if text is not None:
                (folder / "timestamp.txt").write_text(text)
        row = rows(course)["hazel"]
        assert (row.state, row.points, row.outdated) == (GRADED, lessons.find(LINE).points, outdated)


class TestNotGraded:
    """A submission that is not graded has no points, not even 0, and a reason."""

    def test_reason_is_what_was_kept(self, course: Course) -> None:
        entered(course, {"junk": dict.fromkeys(EXERCISES)})
        not_graded.keep(course.autograded(LINE, "junk"), "it is not a notebook")
        assert rows(course)["junk"] == Row(student="junk", state=NOT_GRADED, reason="it is not a notebook")

    def test_reason_that_nobody_kept(self, course: Course) -> None:
        entered(course, {"junk": dict.fromkeys(EXERCISES)})
        assert rows(course)["junk"].reason == NO_REASON

    def test_one_score_that_is_missing_is_enough(self, course: Course) -> None:
        entered(course, {"half": {name: None if name == "repair" else 1.0 for name in EXERCISES}})
        assert rows(course)["half"].state == NOT_GRADED

    def test_notebook_without_anything_to_grade_is_none_that_is_missing(self, course: Course) -> None:
        graded(course, {"hazel": verdicts()})
        with course.gradebook() as gradebook:
            about = {"id": "reading", "notebook_id": gradebook.add_notebook("reading", LINE).id}
            about["assignment_id"] = gradebook.find_submission(LINE, "hazel").id
            gradebook.db.execute(insert(SubmittedNotebook), [about])
            gradebook.db.commit()
        assert rows(course)["hazel"].state == GRADED

    def test_handed_in_and_never_looked_at(self, course: Course) -> None:
        graded(course, {"hazel": verdicts()})
        hand_in(course, LINE, "late", "{}")
        assert rows(course)["late"].state == NOT_GRADED

    def test_nothing_handed_in(self, course: Course) -> None:
        graded(course, {"hazel": verdicts()})
        with course.gradebook() as gradebook:
            gradebook.add_student("absent")
        assert rows(course)["absent"].state == NOT_HANDED_IN

    def test_evidence_of_an_earlier_submission_does_not_count(self, course: Course) -> None:
        entered(course, {"junk": dict.fromkeys(EXERCISES)})
        evidence(course, "junk", verdicts().values())
        assert rows(course)["junk"].state == NOT_GRADED


class TestEvidence:
    """Where evidence cannot be read, the points are known anyway."""

    def test_corrupt(self, course: Course) -> None:
        graded(course, {"hazel": verdicts(data="wrong-shape"), "rowan": verdicts(data="wrong-shape")})
        (course.autograded(LINE, "hazel") / "linear_regression.evidence.json").write_text("{")
        found = rows(course)
        assert (found["hazel"].state, found["hazel"].points, found["hazel"].codes) == (GRADED, LESSON.points - 2, {})
        assert found["hazel"].problem == "linear_regression.evidence.json: Input data was truncated"
        assert found["rowan"].codes == {"data": ("wrong-shape",)}

    def test_missing(self, course: Course) -> None:
        graded(course, {"hazel": verdicts(data="wrong-shape")}, with_files=False)
        assert rows(course)["hazel"].points == LESSON.points - 2
        assert rows(course)["hazel"].problem == "there is no linear_regression.evidence.json"


class TestNothing:
    """Where nothing was graded, one line says so, and no gradebook is made."""

    def test_no_gradebook(self, tmp_path: Path) -> None:
        with pytest.raises(CourseError, match="there is no gradebook at .*gradebook.db: nothing has been graded yet"):
            gather.gather(make_course(tmp_path), ASSIGNMENT)
        assert not (tmp_path / "gradebook.db").exists()

    def test_lesson_that_the_gradebook_does_not_know(self, course: Course) -> None:
        with pytest.raises(CourseError, match=f"the gradebook does not know {SOCCER}, so it has not been graded"):
            gather.gather(course, assignments.find(course, SOCCER))

    def test_lesson_that_was_released_and_never_graded(self, course: Course) -> None:
        hand_in(course, LINE, "hazel", "{}")
        with pytest.raises(CourseError, match=f"^{LINE} has not been graded: run grader autograde {LINE}$"):
            gather.gather(course, ASSIGNMENT)
        assert gather.lessons_graded(course, list(lessons.MODULES)) == []

    def test_lessons_that_were_graded(self, course: Course) -> None:
        graded(course, {"hazel": verdicts()})
        assert gather.lessons_graded(course, list(lessons.MODULES)) == [LINE]

    @pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + b"junk" * 1000])
    def test_gradebook_that_cannot_be_read(self, tmp_path: Path, content: bytes) -> None:
        course = make_course(tmp_path)
        (tmp_path / "gradebook.db").write_bytes(content)
        with pytest.raises(CourseError, match=r"^the gradebook .*cannot be .+: .+$"):
            gather.gather(course, ASSIGNMENT)
        assert (tmp_path / "gradebook.db").read_bytes() == content


def asked_of_the_gradebook(course):
    """Return how many statements a report sends to the gradebook."""
    asked = []

    def count(connection, cursor, statement, parameters, context, executemany):
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    gather.gather(course, ASSIGNMENT)
    event.remove(Engine, "before_cursor_execute", count)
    return len(asked)


def test_gradebook_is_asked_as_often_for_a_large_class_as_for_a_small_one(course: Course) -> None:
    graded(course, {"hazel": verdicts()})
    small = asked_of_the_gradebook(course)
    graded(course, {f"s{i}": verdicts() for i in range(60)})
    assert asked_of_the_gradebook(course) == small > 0


class TestReasons:
    """Why a submission is not graded, kept beside the folder that it would be graded into."""

    def test_kept_is_read(self, course: Course) -> None:
        folder = course.autograded(LINE, "junk")
        not_graded.keep(folder, "it is not a notebook")
        assert not_graded.read(folder) == "it is not a notebook"
        assert not folder.exists()

    def test_it_is_one_line_of_a_fair_length(self, course: Course) -> None:
        folder = course.autograded(LINE, "junk")
        not_graded.keep(folder, "a name\nof two lines, \ud800 " + "and long " * 1000)
        assert not_graded.read(folder).startswith("a name of two lines, ? and long")
        assert len(not_graded.place(folder).read_text()) == not_graded.MAX_REASON_CHARACTERS + 1

    def test_forgotten_is_gone(self, course: Course) -> None:
        folder = course.autograded(LINE, "junk")
        not_graded.forget(folder)
        not_graded.keep(folder, "it is not a notebook")
        not_graded.forget(folder)
        assert not_graded.read(folder) is None
        assert list(folder.parent.iterdir()) == []
