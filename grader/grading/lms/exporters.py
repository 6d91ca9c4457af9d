"""Exporters for `nbgrader export`: a plain table of the gradebook, and the tables that other systems import.

    nbgrader export --exporter=grader.grading.lms.exporters.Canvas --to canvas.csv
    nbgrader export --exporter=grader.grading.lms.exporters.Moodle --to moodle.csv
    nbgrader export --exporter=grader.grading.lms.exporters.Brightspace --to brightspace.csv
    nbgrader export --exporter=grader.grading.lms.exporters.Blackboard --to blackboard.csv
    nbgrader export --exporter=grader.grading.lms.exporters.Table --to grades.csv

Scores are those that nbgrader counts: a person's score if there is one, plus extra credit, minus the late penalty.
If a lesson was not handed in, or if its grading is not finished, its field is empty, and these systems change nothing.
`c.ExportTable.not_handed_in = "0"` gives 0 points for a lesson that was not handed in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from grader.grading import settings
from grader.grading.gradebook import student_scores
from grader.grading.lms.csv_safety import fields

UNFINISHED = ""  # the field of a submission whose grading is not finished


class ExportTable(ExportPlugin):
    """A table with a row for each student and a column for each lesson. Subclasses add further columns."""

    columns = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="The title of each lesson in the other system, such as {'01_linear_regression': 'Lines'}.",
    ).tag(config=True)
    not_handed_in = Unicode("", help="The field of a lesson that a student has not handed in.").tag(config=True)
    file_name = "grades.csv"
    about: ClassVar[dict[str, str]] = {}  # the headings of the columns about a student, each with its gradebook field
    max_points_row = ""  # what the row with the maximum points begins with, if there is such a row
    end_of_line: tuple[str, ...] = ()  # the heading of a last column, and what it holds

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to `--to`, or to `file_name` in the working directory. Raises SystemExit if that fails."""
        left_out = settings.dropped(self.config)
        lessons = {
            assignment.name: sum(
                sum(student_scores.max_points_by_cell(gradebook, assignment.name, n.name).values())
                for n in assignment.notebooks
            )
            for assignment in sorted(gradebook.assignments, key=lambda assignment: assignment.name)
            if (assignment.name in map(str, self.assignment) if self.assignment else assignment.name not in left_out)
        }
        scores = {name: self._scores(gradebook, name) for name in lessons}
        students = [
            student
            for student in sorted(gradebook.students, key=lambda student: student.id)
            if not self.student or student.id in map(str, self.student)
        ]
        text = io.StringIO()
        table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        table.writerows(map(fields, self._table(students, lessons, scores)))
        path = Path(self.to or self.file_name)
        try:
            path.write_bytes(text.getvalue().encode("utf-8", "replace"))
        except OSError as error:  # nbgrader would print a traceback
            raise SystemExit(f"{path} cannot be written: {error.strerror}") from error
        self.log.info("%d students and %d lessons written to %s", len(students), len(lessons), path)

    def _scores(self, gradebook: Gradebook, assignment: str) -> dict[str, float | str]:
        """Return the score of each student who has handed `assignment` in, over all of its notebooks."""
        totals: dict[str, float | str] = {}
        for student, notebooks in student_scores.scores_of_assignment(gradebook, assignment).items():
            if not notebooks[0].is_only_extended:
                points = student_scores.counts_after_penalties(notebooks)
                totals[student] = UNFINISHED if points is None or student_scores.are_waiting(notebooks) else points
        missing = sorted(student for student, points in totals.items() if points == UNFINISHED)
        if missing:
            self.log.warning("%s: not graded completely, so left empty: %s", assignment, ", ".join(missing))
        return totals

    def _table(
        self, students: list[Student], lessons: dict[str, float], scores: dict[str, dict[str, float | str]]
    ) -> Iterator[list[str | float]]:
        """Yield the rows, the heading first. Numbers are floats, everything else is text."""
        end = self.end_of_line
        yield [*self.about, *(self._column(name) for name in lessons), *end[:1]]
        if self.max_points_row:
            yield [self.max_points_row, *[""] * (len(self.about) - 1), *lessons.values()]
        for student in students:
            row = (scores[name].get(student.id, self.not_handed_in) for name in lessons)
            yield [*self._about(student), *row, *end[1:]]

    def _column(self, lesson: str) -> str:
        return self.columns.get(lesson, lesson)

    def _about(self, student: Student) -> list[str]:
        return [getattr(student, field) or "" for field in self.about.values()]


class Table(ExportTable):
    """The gradebook as one table: the student, and the points of each lesson. The second row has the maximum points."""

    about: ClassVar[dict[str, str]] = {
        "student_id": "id", "last_name": "last_name", "first_name": "first_name", "email": "email",
    }  # fmt: skip
    max_points_row = "points at most"


class Canvas(ExportTable):
    """What Canvas imports into its gradebook: Student, ID, SIS User ID, SIS Login ID, Section, and the assignments.

    ID is the gradebook's `lms_user_id`, or the student's id if it is a number, as after zip_collect, which takes it
    from Canvas's own file names. Otherwise Canvas finds a student by the SIS Login ID, which is the student's
    id, or else by name. Canvas finds an assignment by its title, or by the id in parentheses behind it; it offers to
    create one that it does not find, with the points of "Points Possible":

        c.Canvas.columns = {"01_linear_regression": "Linear regression (12345)"}

    Layout: https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb, and
    https://teaching.resources.osu.edu/toolsets/carmencanvas/guides/calculating-final-grades/import-csv-file-carmen-grades
    """

    file_name = "canvas.csv"
    section = Unicode("", help="The course's section, if Canvas has several.").tag(config=True)
    about: ClassVar[dict[str, str]] = dict.fromkeys(("Student", "ID", "SIS User ID", "SIS Login ID", "Section"), "")
    max_points_row = "    Points Possible"

    def _about(self, student: Student) -> list[str]:
        name = ", ".join(part for part in (student.last_name, student.first_name) if part)
        number = student.lms_user_id or (student.id if student.id.isdecimal() else "")
        return [name or student.id, number, "", student.id, self.section]


class Moodle(ExportTable):
    """What Moodle imports under Grades > Import > CSV file, in the layout of its own export.

    Set "Map from" to `Email address` and "Map to" to the same, or to `Username` or `ID number`: the former is the
    student's id, the latter the gradebook's `lms_user_id`. Then map each lesson's column to its grade item, or to a
    new one. An empty field changes nothing; points above the item's maximum need `unlimitedgrades`.

    Layout: https://docs.moodle.org/405/en/Grade_import and https://docs.moodle.org/311/en/Grade_import
    """

    file_name = "moodle.csv"
    about: ClassVar[dict[str, str]] = {
        "First name": "first_name", "Last name": "last_name", "Username": "id", "ID number": "lms_user_id",
        "Email address": "email",
    }  # fmt: skip

    def _column(self, lesson: str) -> str:
        return self.columns.get(lesson, f"Assignment: {lesson} (Real)")


class Brightspace(ExportTable):
    """What Brightspace imports under Grades > Enter Grades > Import.

    OrgDefinedId is the gradebook's `lms_user_id`, and Username the student's id. A grade item is found by its title
    before "Points Grade". Brightspace offers to create one that it does not find, and leaves an empty field alone.

    Layout: https://community.d2l.com/brightspace/kb/articles/3538-importing-grades
    """

    file_name = "brightspace.csv"
    about: ClassVar[dict[str, str]] = {"OrgDefinedId": "lms_user_id", "Username": "id"}
    end_of_line = "End-of-Line Indicator", "#"

    def _column(self, lesson: str) -> str:
        return f"{self.columns.get(lesson, lesson)} Points Grade"


class Blackboard(ExportTable):
    """What Blackboard imports in the Grade Center under Work Offline > Upload, with the delimiter Comma.

    A student is found by Username, the student's id. A column is found by the number in its heading, as Blackboard's
    own download has it. Without a number, Blackboard makes a new column that holds text:

        c.Blackboard.columns = {"01_linear_regression": "Linear regression [Total Pts: 24 Score] |123456"}

    Layout: "Uploading or Downloading Grade Center Items for Working Offline" in Blackboard's help for instructors,
    https://tips.uark.edu/uploading-your-grade-center/
    """

    file_name = "blackboard.csv"
    about: ClassVar[dict[str, str]] = {"Last Name": "last_name", "First Name": "first_name", "Username": "id"}
