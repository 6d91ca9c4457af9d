"""`grader students` and `grader collect`: files of other systems, in this process and without kernels."""

from __future__ import annotations

import json
import zipfile
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.grading.commands import students as entering
from grader.grading.errors import CourseError
from grader.grading.lms.collectors import COLLECTORS
from grader.grading.lms.systems import SYSTEMS
from tests.support.classroom import LINE, make_course, notebook_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from click.testing import Result

    from grader.grading.course import Course

NAME = notebook_name(LINE)
STUDENTS = {
    "hazel": {"first_name": "Ann", "last_name": "Hazel", "email": "hazel@example.org", "lms_user_id": "4711"},
    "rowan_b": {"first_name": "Bea", "last_name": "Rowan", "email": "rowan@example.org", "lms_user_id": "4712"},
    "birch": {"first_name": "Çarl", "last_name": "Birch-Öz", "lms_user_id": "carl-gh"},
}
METADATA = """submission_1:
  :submitters:
  - :name: Ann Hazel
    :sid: '4711'
    :email: hazel@example.org
  - :name: Bea Rowan
    :sid:
    :email: ROWAN@example.org
  :created_at: 2030-10-01 14:22:32.365935000 -07:00
submission_2:
  :submitters:
  - :name: Maple Leaf
    :sid: ''
    :email: maple@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2030-10-01 21:00:00.000000000 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Etc/UTC
"""
WORKSHEET = """Identifier,Full name,Email address,Status,Group,Last modified (submission)
Participant 1001,Ann Hazel,hazel@example.org,Submitted,The Trees,"Tuesday, 1 October 2030, 11:30 PM"
Participant 1002,Bea Rowan,rowan@example.org,Submitted,The Trees,-
Teilnehmer/in 1003,,,Submitted,Nobody,-
"""


class Case(NamedTuple):
    """A download: its files, CSV files beside it, and the students who get each file and the time."""

    system: str
    files: dict[str, str]
    expected: dict[str, tuple[str, str]]
    beside: Mapping[str, str] = MappingProxyType({})


CASES = {
    "canvas": Case(
        "canvas",
        {f"hazelann_4711_900_{NAME}": "in time", f"x_LATE_77_901_{NAME}": "late", f"anon_aB3_902_{NAME}": "anonymous"},
        {"hazel": ("in time", ""), "77": ("late", "2030-10-01 22:00:00"), "anon_aB3": ("anonymous", "")},
    ),
    "canvas, a group": Case(
        "canvas",
        {f"the trees_4711_900_{NAME}": "of the group"},
        {"hazel": ("of the group", ""), "rowan_b": ("of the group", "")},
        {"groups.csv": "name,canvas_user_id,group_name\nAnn,4711,Trees\nBea,4712,Trees\nX,9,\n"},
    ),
    "moodle": Case(
        "moodle",
        {
            f"Ann Hazel_1001_assignsubmission_file/{NAME}": "by name",
            f"Birch-Öz Çarl_1002_assignsubmission_file_{NAME}": "last name first",
        },
        {"hazel": ("by name", ""), "birch": ("last name first", "")},
    ),
    "moodle, names hidden, revealed in the worksheet": Case(
        "moodle",
        {
            f"Participant_1001_assignsubmission_file/{NAME}": "of hazel",
            f"Teilnehmerin_1003_assignsubmission_file/{NAME}": "of nobody",
        },
        {"hazel": ("of hazel", "2030-10-01 23:30:00"), "teilnehmerin_1003": ("of nobody", "")},
        {"worksheet.csv": WORKSHEET.replace("Teilnehmer/in", "Teilnehmerin")},
    ),
    "moodle, groups": Case(
        "moodle",
        {
            f"The Trees_77_assignsubmission_file/{NAME}": "of the group",
            f"Standardgruppe_assignsubmission_file/{NAME}": "of a group that no table has",
        },
        {
            "hazel": ("of the group", ""), "rowan_b": ("of the group", ""),
            "standardgruppe": ("of a group that no table has", ""),
        },
        {"worksheet.csv": WORKSHEET},
    ),
    "brightspace": Case(
        "brightspace",
        {
            f"4711-1 - Ann Hazel - Oct 1, 2030 1130 PM/{NAME}": "the last one",
            f"4711-2 - Ann Hazel - Oct 1, 2030 905 AM/{NAME}": "an earlier one with a higher number",
            f"99-3 - Bea Rowan - 1 Oktober, 2030 2330 - {NAME}": "by name, without folders, in German",
            "index.html": "<html>",
        },
        {
            "hazel": ("the last one", "2030-10-01 23:30:00"),
            "rowan_b": ("by name, without folders, in German", "2030-10-01 23:30:00"),
        },
    ),
    "blackboard": Case(
        "blackboard",
        {
            f"Lines_of_best_fit_rowan_b_attempt_2030-10-01-23-30-00_{NAME}": "of a name with an underscore",
            f"Lines_4711_attempt_2030-10-01-08-05-09_{NAME}": "by number",
            f"Lines_maple_attempt_2030-10-01-08-05-09_{NAME}": "not in the gradebook",
            "Lines_maple_attempt_2030-10-01-08-05-09.txt": "Name: Maple (maple)",
        },
        {
            "rowan_b": ("of a name with an underscore", "2030-10-01 23:30:00"),
            "hazel": ("by number", "2030-10-01 08:05:09"), "maple": ("not in the gradebook", "2030-10-01 08:05:09"),
        },
    ),
    "gradescope": Case(
        "gradescope",
        {
            "assignment_9_export/submission_metadata.yml": METADATA,
            f"assignment_9_export/submission_1/{NAME}": "of two",
            f"assignment_9_export/submission_2/answers/{NAME}": "in a folder",
        },
        {
            "hazel": ("of two", "2030-10-01 21:22:32"), "rowan_b": ("of two", "2030-10-01 21:22:32"),
            "maple": ("in a folder", "2030-10-01 21:00:00"),
        },
    ),
    "github-classroom": Case(
        "github-classroom",
        {
            f"lines-submissions/lines-hazel/{NAME}": "by id",
            f"lines-submissions/lines-carl-gh/{NAME}": "by number",
            f"lines-submissions/lines-bea42/answers/{NAME}": "by the roster",
            f"lines-submissions/lines-bea42/.ipynb_checkpoints/{NAME}": "what Jupyter keeps",
        },
        {"hazel": ("by id", ""), "birch": ("by number", ""), "rowan_b": ("by the roster", "")},
        {"classroom_roster.csv": '"identifier","github_username"\n"rowan@example.org","bea42"\n'},
    ),
}  # fmt: skip


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course with three students and a due date, in the working directory."""
    (tmp_path / "course").mkdir()
    course = make_course(tmp_path / "course", LINE)
    with course.gradebook() as gradebook:
        for student, about in STUDENTS.items():
            gradebook.add_student(student, **about)
        gradebook.add_assignment(LINE, duedate="2030-10-01 21:59:59")
    monkeypatch.chdir(course.root)
    return course


def grader(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def download(folder: Path, case: Case) -> list[str]:
    """Write a download as an archive, or as a folder of clones, and what is beside it. Returns the paths."""
    (folder / "home").mkdir()
    if case.system == "github-classroom":
        for name, content in case.files.items():
            path = folder / "home" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        paths = [folder / "home" / next(iter(case.files)).partition("/")[0]]
    else:
        paths = [folder / "home" / "download (1).zip"]
        with zipfile.ZipFile(paths[0], "w") as file:
            for name, content in case.files.items():
                file.writestr(name, content)
    for name, content in case.beside.items():
        (folder / "home" / name).write_bytes(content.encode("utf-8-sig"))
        paths.append(folder / "home" / name)
    return [str(path) for path in paths]


def submitted(course: Course) -> dict[str, tuple[str, str]]:
    """Return what each student has handed in, and the time."""
    found = {}
    for path in course.root.glob(f"submitted/*/{LINE}/{NAME}"):
        time = path.parent / "timestamp.txt"
        found[path.parts[-3]] = path.read_text(), time.read_text() if time.exists() else ""
    return found


@pytest.mark.parametrize("name", CASES)
def test_collect(name: str, course: Course, tmp_path: Path) -> None:
    case = CASES[name]
    paths = download(tmp_path, case)
    dry = grader("collect", LINE, case.system, *paths, "--dry-run", "--json")
    assert (dry.exit_code, submitted(course)) == (0, {}), dry.output
    (table,) = json.loads(dry.stdout)["tables"]
    assert {row["student"]: row["is_known"] for row in table["rows"]} == {who: who in STUDENTS for who in case.expected}
    printed = grader("collect", LINE, case.system, *paths)
    assert printed.exit_code == 0, printed.output
    assert submitted(course) == case.expected
    assert f"{len(case.expected)} submission" in printed.stdout
    assert f"next: `grader autograde {LINE}`" in printed.stdout
    again = grader("collect", LINE, case.system, *paths)
    assert f"0 in place of another, {len(case.expected)} as before" in again.stdout


def test_every_system_has_a_collector_and_an_example_that_it_matches() -> None:
    assert {kind.__name__ for kind in COLLECTORS.values()} == set(SYSTEMS)
    for name, kind in COLLECTORS.items():
        system = SYSTEMS[kind.__name__]
        assert system.command_name == name
        match = kind(parent=None)._regexp.search(f"/{system.example}")
        assert (match["file_id"], match["ext"]) == ("lines", ".ipynb")
        assert system.page.startswith("https://")


def test_link_in_a_clone_is_not_followed(course: Course, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ipynb"
    secret.write_text("of the instructor")
    repository = tmp_path / "lines-submissions" / "lines-hazel"
    repository.mkdir(parents=True)
    (repository / NAME).symlink_to(secret)
    printed = grader("collect", LINE, "github-classroom", str(repository.parent))
    assert (printed.exit_code, submitted(course)) == (1, {})


def test_download_of_another_system_is_one_line(course: Course, tmp_path: Path) -> None:
    printed = grader("collect", LINE, "moodle", *download(tmp_path, CASES["canvas, a group"]))
    assert printed.exit_code == 1
    assert printed.stderr == (
        "Error: no file has a name that moodle gives, for example 'Ann Hazel_1001_assignsubmission_file/lines.ipynb'; "
        f"there is: the trees_4711_900_{NAME}\n"
    )


def test_other_work_is_replaced_and_told(course: Course, tmp_path: Path) -> None:
    paths = download(tmp_path, CASES["canvas"])
    grader("collect", LINE, "canvas", *paths)
    (course.submitted(LINE, "hazel") / NAME).write_text("something else")
    printed = grader("collect", LINE, "canvas", *paths)
    assert "0 new, 1 in place of another, 2 as before" in printed.stdout
    assert submitted(course)["hazel"] == ("in time", "")


def test_file_that_is_not_an_archive_is_one_line(course: Course, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_text("not an archive")
    printed = grader("collect", LINE, "canvas", str(tmp_path / "broken.zip"))
    assert printed.exit_code == 1
    assert printed.stderr.startswith("Error: the download cannot be read: ")
    assert len(printed.stderr.splitlines()) == 1


TABLE = "id;first_name;last_name;email;lms_user_id\nmüller;Jürgen;Müller;m@example.org;4711\nrowan;Bea;O'Rowan;;4712\n"
WANTED = {
    "müller": {"first_name": "Jürgen", "last_name": "Müller", "email": "m@example.org", "lms_user_id": "4711"},
    "rowan": {"first_name": "Bea", "last_name": "O'Rowan", "email": "", "lms_user_id": "4712"},
}
SAVED = {
    "Excel's CSV UTF-8": TABLE.encode("utf-8-sig"),
    "Excel's CSV in Europe": TABLE.encode("cp1252"),
    "Excel's Unicode text": TABLE.replace(";", "\t").encode("utf-16"),
    "UTF-16 without a mark": TABLE.encode("utf-16-le"),
    "UTF-16, the other byte first": b"\xfe\xff" + TABLE.encode("utf-16-be"),
    "commas and the line ends of Windows": TABLE.replace(";", ",").replace("\n", "\r\n").encode(),
    "a line that names the separator": b"sep=;\r\n" + TABLE.encode(),
    "quoted, with empty lines": "\n".join(
        '"' + '","'.join(line.split(";")) + '"' if line else "" for line in (TABLE + "\n\n").split("\n")
    ).encode(),
    "other headings and order": TABLE.replace(
        "id;first_name;last_name;email;lms_user_id", "Username;First name;SURNAME;Email address;OrgDefinedId"
    ).replace(";4711", ";#4711").encode(),
    "a column that nobody needs": "\n".join(f"{line};x" if line else "" for line in TABLE.split("\n")).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", SAVED)
def test_students_from_a_spreadsheet(name: str, tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    path.write_bytes(SAVED[name])
    assert entering.read(path) == WANTED


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"name;mail\nhazel;x\n", "has no column for the student's id: name one of its columns `id`"),
        (b"PK\x03\x04...", "is a workbook, not a CSV file"),
        (
            b"id,mail\nhazel,a\n,b\nhazel,c\n../x,d\n",
            "row 3 has no id; row 4 has the id hazel again; row 5 has the id '..",
        ),
    ],
)
def test_wrong_file_of_students_is_one_line(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    path.write_bytes(content)
    with pytest.raises(CourseError) as raised:
        entering.read(path)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_students_are_entered_and_changes_told(course: Course) -> None:
    (course.root / "students.csv").write_text("id,email,first_name\nhazel,new@example.org,\nrowan_b,,Bea\nmaple,,\n")
    dry = grader("students", "students.csv", "--dry-run")
    assert "3 students: 1 new, 1 changed, 1 as before" in dry.stdout
    assert "hazel@example.org → new@example.org" in dry.stdout
    assert grader("students", "students.csv").exit_code == 0
    with course.gradebook() as gradebook:
        found = gradebook.find_student("hazel")
        assert (found.email, found.first_name) == ("new@example.org", "Ann")  # an empty field changes nothing
        assert gradebook.find_student("maple")
    assert "0 new, 0 changed, 3 as before" in grader("students", "students.csv").stdout
    missing = grader("students", "nowhere.csv")
    assert (missing.exit_code, missing.stderr) == (1, "Error: nowhere.csv cannot be read: No such file or directory\n")
