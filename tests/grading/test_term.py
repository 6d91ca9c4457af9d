"""A term played through on a small class: release, collect, grade, extend, appeal, change, take back, export.

GRADER_TERM_LOG names a file to which the commands and what they print are written.
"""

from __future__ import annotations

import csv
import json
import os
import shlex
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader import lessons
from grader.cli import main
from grader.grading.course import CONFIG
from tests.support.attacks import LIGHT
from tests.support.classroom import LINE, filled, make_course, notebook_name, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.course import Course

STUDENTS = "id,first_name,last_name,lms_user_id\nhazel,Ann,Hazel,4711\nrowan,Bea,Rowan,4712\nbirch,Carl,Birch,4713\n"
WRONG = {**LIGHT[LINE], "criterion": "criterion = nn.MSELoss()"}
RULES = f"""
c.LateSubmissionPlugin.penalty_method = "zero"
c.Canvas.columns = {{"{LINE}": "Linear regression (12345)"}}
"""


class Term:
    """A course, and the log of what was called in it and what that printed."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.log: list[str] = []

    def grader(self, line: str, answer: str = "") -> str:
        """Call `grader` in this process, and return what it printed, without line breaks. It has to succeed."""
        printed = CliRunner().invoke(main, shlex.split(line), input=answer)
        return self._logged(f"grader {line}", printed.output, printed.exit_code)

    def nbgrader(self, line: str) -> str:
        done = run(self.course.root, "nbgrader", *shlex.split(line), activated=True)
        return self._logged(f"nbgrader {line}", done.stdout + done.stderr, done.returncode)

    def _logged(self, command: str, printed: str, status: int) -> str:
        self.log.append(f"$ {command}\n{printed}")
        assert status == 0, self.log[-1]
        return " ".join(printed.split())

    def set(self, lines: str) -> None:
        """Add lines to nbgrader_config.py."""
        with (self.course.root / CONFIG).open("a") as file:
            file.write(lines)
        self.log.append(f"# nbgrader_config.py{lines.rstrip()}\n")

    def download(self, **handed_in: str) -> None:
        """Collect an archive of Canvas that holds these solutions, by the name that Canvas gives each file."""
        archive = self.course.root / "downloaded" / LINE / "archive" / "submissions.zip"
        archive.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(archive, "w") as file:
            for prefix, answer in handed_in.items():
                file.writestr(f"{prefix}_900_{notebook_name(LINE)}", answer)
        self.nbgrader(f"zip_collect {LINE} --force --collector=grader.grading.lms.collectors.Canvas")

    def points(self) -> dict[str, str]:
        """Return what Canvas is told: the points of each student, empty if there are none yet."""
        self.nbgrader("export --exporter=grader.grading.lms.exporters.Canvas --to=canvas.csv")
        with (self.course.root / "canvas.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["SIS Login ID"]]  # the first has the maximum points
        return {row["SIS Login ID"]: row["Linear regression (12345)"] for row in rows}


@pytest.fixture
def term(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Term]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    made = Term(make_course(tmp_path, LINE))
    yield made
    lessons.use_settings({})
    Path(os.environ.get("GRADER_TERM_LOG", tmp_path / "term.log")).write_text("\n".join(made.log), encoding="utf-8")


def test_term(term: Term) -> None:
    full, dropped = lessons.find(LINE).points, lessons.find(LINE).exercises["criterion"].points
    # Before the term: the students and the rules.
    (term.course.root / "students.csv").write_text(STUDENTS)
    term.nbgrader("db student import students.csv")
    term.set(RULES)
    # Release, with a date that is in the notebook.
    term.grader(f"release {LINE}")
    term.grader(f'due {LINE} "2030-10-01 23:59 Europe/Berlin"')
    assert f"released notebooks/{LINE}" in term.grader(f"release {LINE}")
    assert "2030" in (term.course.release(LINE) / notebook_name(LINE)).read_text()
    # Collect: hazel is right, rowan is wrong and late, birch has handed in nothing.
    right, wrong = (json.dumps(filled(term.course, LINE, **cells)) for cells in (LIGHT[LINE], WRONG))
    term.download(hazelann_4711=right, rowanbea_LATE_4712=wrong)
    # Grade. Late work counts for nothing in this course.
    assert "wrong-reduction" in term.grader(f"autograde {LINE}")
    assert term.points() == {"hazel": f"{full:g}", "rowan": "0", "birch": ""}
    # Extend: rowan's penalty is lifted. birch gets more time before handing in, and still has no points.
    assert "rowan" in term.grader(f"extend {LINE} rowan birch --days 3")
    partly = float(term.points()["rowan"])
    assert 0 < partly < full
    assert term.points()["birch"] == ""
    # birch hands in a day after the date of the class. Only that submission is graded.
    term.download(birchcarl_LATE_4713=right, hazelann_4711=right, rowanbea_LATE_4712=wrong)
    term.grader(f"autograde {LINE}")
    assert term.points() == {"hazel": f"{full:g}", "rowan": f"{partly:g}", "birch": f"{full:g}"}
    # An appeal: the page says what the judge saw and by which rule. Nothing is run.
    seen = term.grader(f"explain {LINE} rowan criterion")
    assert "wrong-reduction" in seen
    assert "nn.MSELoss()" in seen
    # A change: the exercise that rowan missed is dropped. First only shown, then written.
    term.set(f'\nc.LessonSettings.points = {{"{LINE}": {{"criterion": 0}}}}\n')
    shown = term.grader(f"regrade {LINE} --dry-run")
    assert f"criterion: {dropped:g} → 0 points" in shown
    assert "nothing written" in shown
    assert term.points()["hazel"] == f"{full:g}"
    term.grader(f"regrade {LINE}")
    less = full - dropped
    assert term.points()["hazel"] == term.points()["birch"] == f"{less:g}"
    # Report and feedback agree with the gradebook.
    term.grader(f"report {LINE}")
    told = json.loads((term.course.root / "reports" / f"{LINE}.json").read_text())
    assert told["max_points"] == less
    term.grader(f"feedback {LINE}")
    assert {path.parts[-3] for path in term.course.root.glob("feedback/*/*/*.html")} == {"birch", "hazel", "rowan"}
    # The change was a mistake, and is taken back.
    term.set("\nc.LessonSettings.points = {}\n")
    term.grader("restore latest")
    term.grader(f"regrade {LINE}")
    assert term.points() == {"hazel": f"{full:g}", "rowan": f"{partly:g}", "birch": f"{full:g}"}
