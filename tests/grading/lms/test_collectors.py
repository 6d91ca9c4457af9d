"""Downloads of Canvas and Moodle, as zip files, through nbgrader's own zip_collect."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

from tests.support.classroom import LINE, make_course, notebook_name, run

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from grader.grading.course import Course

NAME = notebook_name(LINE)
DUE = dt.datetime(2030, 10, 1, 21, 59, 59)  # noqa: DTZ001 - as in the gradebook
STEM = NAME.removesuffix(".ipynb")


def collected(
    folder: Path, system: str, files: dict[str, str | bytes], *, due: dt.datetime | None = None,
    beside: dict[str, str] | None = None, **students: dict[str, str],
) -> tuple[Course, str]:  # fmt: skip
    """Collect a zip of these files with the collector for `system`; return the course and what was logged.

    `beside` holds files that were downloaded beside the archive.
    """
    course = make_course(folder)
    (course.root / "notebooks" / LINE).mkdir(parents=True)
    (course.root / "notebooks" / LINE / NAME).write_text("{}")
    with course.gradebook() as gradebook:
        for student, about in students.items():
            gradebook.add_student(student, **about)
        if due is not None:
            gradebook.add_assignment(LINE, duedate=due)
    archive = course.root / "downloaded" / LINE / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "submissions.zip", "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    for name, content in (beside or {}).items():
        (archive / name).write_text(content)
    printed = _run(course, system)
    assert printed.returncode == 0, printed.stderr
    return course, printed.stderr


def _run(course: Course, system: str) -> subprocess.CompletedProcess[str]:
    collector = f"--collector=grader.grading.lms.collectors.{system}"
    return run(course.root, "nbgrader", "zip_collect", LINE, collector, activated=True)


def handed_in(course: Course) -> dict[str, str]:
    return {path.parts[-3]: path.read_text() for path in course.root.glob(f"submitted/*/{LINE}/{NAME}")}


def timestamps(course: Course) -> dict[str, str]:
    return {path.parts[-3]: path.read_text() for path in course.root.glob(f"submitted/*/{LINE}/timestamp.txt")}


def test_canvas(tmp_path: Path) -> None:
    course, log = collected(
        tmp_path,
        "Canvas",
        {
            f"hazelann_4711_900_{NAME}": "known",
            f"elmben_LATE_217_901_{STEM}-1.ipynb": "late, a second attempt",
            f"elmben_LATE_217_899_{NAME}": "late, the first attempt",
            f"birch_carl_300_905_{STEM} (2).ipynb": "a browser's copy",
            f"oak_301_906_{STEM}.ipynb": "plain",
            "fir_302_907_notes.txt": "no notebook",
            f"{NAME}": "of nobody",
        },
        hazel={"lms_user_id": "4711"},
    )
    assert handed_in(course) == {
        "hazel": "known",
        "217": "late, a second attempt",
        "300": "a browser's copy",
        "301": "plain",
    }
    assert "Replaced by a later file of the same student" in log
    assert f"The name is not one that Canvas gives to files: {NAME}" in log


LATE_CLASS = {
    f"hazelann_4711_900_{NAME}": "in time",
    f"elmben_LATE_217_901_{NAME}": "late",
}
WORKSHEET = """Identifier,Full name,Last modified (submission)
Participant 1001,Ann Hazel,"Tuesday, 1 October 2030, 11:30 PM"
Participant 1002,Bea Rowan,-
"""


def test_late_mark_of_canvas_is_just_after_the_due_date(tmp_path: Path) -> None:
    course, log = collected(tmp_path, "Canvas", LATE_CLASS, due=DUE, elm={"lms_user_id": "217"})
    assert timestamps(course) == {"elm": "2030-10-01 22:00:00"}
    assert "Canvas marks elm as late, and does not say since when" in log


def test_late_mark_without_a_due_date_is_the_time_of_collecting(tmp_path: Path) -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    course, log = collected(tmp_path, "Canvas", LATE_CLASS)
    ((student, when),) = timestamps(course).items()
    assert student == "217"
    assert before <= dt.datetime.fromisoformat(f"{when}+00:00") <= dt.datetime.now(dt.UTC)
    assert "Canvas marks 217 as late, and the gradebook has no due date: counts as handed in now" in log


def test_times_of_moodles_worksheet(tmp_path: Path) -> None:
    files = {f"Ann Hazel_1001_assignsubmission_file/{NAME}": "a", f"Bea Rowan_1002_assignsubmission_file/{NAME}": "b"}
    course, _ = collected(tmp_path, "Moodle", files, beside={"Grades.csv": WORKSHEET})
    assert timestamps(course) == {"ann_hazel": "2030-10-01 23:30:00"}


def test_canvas_zip_in_the_zip(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr(f"answer/{NAME}", "zipped by the student")
        file.writestr(f"__MACOSX/answer/._{NAME}", "what a Mac adds")
    course, _ = collected(tmp_path, "Canvas", {"hazelann_4711_900_work.zip": inner.read_bytes()})
    assert handed_in(course) == {"4711": "zipped by the student"}


def test_moodle(tmp_path: Path) -> None:
    course, _ = collected(
        tmp_path,
        "Moodle",
        {
            f"Ann Hazel_1001_assignsubmission_file/{NAME}": "in a folder",
            f"Elm Ben_1002_assignsubmission_file_/{NAME}": "in a folder of an older Moodle",
            f"Çağla Öz_1003_assignsubmission_file/deep/{NAME}": "of a name with other letters",
            f"Carl Birch_1004_assignsubmission_file_{STEM}(1).ipynb": "all in one folder",
            "Ann Hazel_1001_assignsubmission_onlinetext/onlinetext.html": "no file",
            f"birch_1005_assignsubmission_file/{NAME}": "renamed to the id",
        },
        hazel={"first_name": "Ann", "last_name": "Hazel"},
        elm={"first_name": "Ben", "last_name": "Elm"},
        birch={},
    )
    assert handed_in(course) == {
        "hazel": "in a folder",
        "elm": "in a folder of an older Moodle",
        "çağla_öz": "of a name with other letters",
        "carl_birch": "all in one folder",
        "birch": "renamed to the id",
    }


def test_moodle_students_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    course, _ = collected(
        tmp_path,
        "Moodle",
        {
            f"Ann Hazel_1001_assignsubmission_file/{NAME}": "one",
            f"Ann Hazel_1002_assignsubmission_file/{NAME}": "other",
            f"Ben Elm_1003_assignsubmission_file/{NAME}": "twice in the gradebook",
        },
        hazel={"first_name": "Ann", "last_name": "Hazel"},
        elm={"first_name": "Ben", "last_name": "Elm"},
        elm2={"first_name": "Ben", "last_name": "Elm"},
    )
    assert handed_in(course) == {
        "ann_hazel_1001": "one",
        "ann_hazel_1002": "other",
        "ben_elm_1003": "twice in the gradebook",
    }
