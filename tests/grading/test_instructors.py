"""docs/instructors.md, as a person follows it: its commands in their order, on a class of its own."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from grader import lessons
from grader.cli import main
from grader.grading.challenge_key import KEY_FILE
from grader.grading.course import CONFIG, Course
from tests.grading.exchange import commands
from tests.support.attacks import LIGHT
from tests.support.classroom import BIN, KEY, LINE, ROOT, SOCCER, filled, hand_in, notebook_name, scores
from tests.support.commands import PROGRAMS, run_forked

PAGE = ROOT / "docs" / "instructors.md"
TEXT = PAGE.read_text(encoding="utf-8")
POINTS = lessons.find(LINE).points
WRONG = {**LIGHT[LINE], "criterion": "criterion = nn.MSELoss()"}


class Block(NamedTuple):
    """The text between two fences: `kind` is what the first of them says."""

    kind: str
    lines: str


def blocks() -> list[Block]:
    """Return the page's blocks in their order; one may stand in an item of a list."""
    found = re.findall(r"^( *)```([a-z ]+)\n(.*?)^\1```$", TEXT, re.MULTILINE | re.DOTALL)
    return [Block(kind, re.sub(f"^{indent}", "", lines, flags=re.MULTILINE)) for indent, kind, lines in found]


class Told(NamedTuple):
    """The course as the page leaves it, and what each of its blocks of commands printed."""

    course: Course
    printed: dict[str, str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Follow the page; the exchange's part is that of tests/grading/exchange/."""
    course, home = clone(tmp_path_factory.mktemp("clone")), tmp_path_factory.mktemp("home")
    printed, exported = {}, ""
    for kind, lines in blocks():
        if kind == "csv":
            (course.root / "students.csv").write_text(lines)
        elif kind == "python":
            with (course.root / CONFIG).open("a") as file:
                file.write(lines)
        elif kind == "sh":
            if "~/Downloads" in lines and not (home / "Downloads").exists():
                download(course, home / "Downloads")
            printed[lines] = carried_out(lines, exported, course.root, home)
            exported += "".join(re.findall(r"^export .+\n", lines, re.MULTILINE))
    return Told(course, printed)


def clone(folder: Path) -> Course:
    """Make `folder` what a clone of the project is, as far as a course needs it; its .venv is this environment."""
    for name in (CONFIG, "Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "solutions", folder / "solutions")
    (folder / KEY_FILE).write_bytes(KEY)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(BIN)
    (folder / ".venv" / "ready").touch()
    return Course(folder)


def download(course: Course, folder: Path) -> None:
    """Put there what the class has handed in: hazel a right answer, rowan a wrong one, birch none."""
    folder.mkdir()
    name = notebook_name(LINE)
    with zipfile.ZipFile(folder / "submissions.zip", "w") as file:
        file.writestr(f"hazelann_4711_900_{name}", json.dumps(filled(course, LINE, **LIGHT[LINE])))
        file.writestr(f"rowanbea_LATE_4712_901_{name}", json.dumps(filled(course, LINE, **WRONG)))
    shutil.copy(course.release(LINE) / name, folder / name)
    with zipfile.ZipFile(folder / "moodle.zip", "w") as file:
        name = notebook_name(SOCCER)
        file.write(course.release(SOCCER) / name, f"Carl Birch_1001_assignsubmission_file/{name}")


def carried_out(lines: str, exported: str, folder: Path, home: Path) -> str:
    """Carry out these lines, each of which has to succeed, after the lines `exported`; return what they printed.

    A shell carries them out. It finds `grader` and `nbgrader`, but those then run as tests/support/commands.py says.
    """
    environment = {**os.environ, "HOME": str(home), "PATH": os.defpath, "COLUMNS": "160"}
    printed = ""
    for line in lines.splitlines():
        program, *arguments = shlex.split(line)
        is_ours = program in PROGRAMS
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{exported}command -v {program}" if is_ours else exported + line],  # noqa: S607 - as in the page, whichever is on PATH
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if is_ours and done.returncode == 0:
            assert Path(done.stdout.strip()).samefile(BIN / program)
            activated = {**environment, "PATH": f"{BIN}:{os.defpath}"}
            done = run_forked(BIN / program, [re.sub("^~", str(home), word) for word in arguments], folder, activated)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        printed += done.stdout + done.stderr
    return printed


def test_page_has_no_other_commands() -> None:
    """Each block of commands is carried out here, or word for word in tests/grading/exchange/."""
    assert {block.kind for block in blocks()} == {"sh", "sh exchange", "csv", "python"}
    over_exchange = [line for block in blocks() if block.kind == "sh exchange" for line in block.lines.splitlines()]
    assert over_exchange == [*commands.IN_ORDER]


@pytest.mark.parametrize("heading", sorted(set(re.findall(r"\]\(#([^)]+)\)", TEXT))))
def test_every_heading_that_is_named_is_there(heading: str) -> None:
    assert heading in {line.lower().replace(" ", "-") for line in re.findall(r"^###? ([\w ]+)$", TEXT, re.MULTILINE)}


class TestCourse:
    """What came of it."""

    def test_each_submission_was_collected_for_its_student(self, told: Told) -> None:
        found = {path.parts[-3:-1] for path in told.course.root.glob("submitted/*/*/*.ipynb")}
        assert found == {("birch", LINE), ("hazel", LINE), ("rowan", LINE), ("birch", SOCCER)}

    def test_each_has_the_points_of_its_answer(self, told: Told) -> None:
        points = {name: sum(each.values()) for name, each in scores(told.course, LINE).items()}
        assert points["hazel"] == POINTS
        assert 0 < points["rowan"] < POINTS
        assert points["birch"] == 0

    def test_report_is_there(self, told: Told) -> None:
        names = {path.name for path in (told.course.root / "reports").iterdir()}
        assert names == {f"{LINE}.html", f"{LINE}.csv", f"{LINE}.json", f"{LINE}-similar.html"}

    def test_regrade_finds_nothing_to_change(self, told: Told) -> None:
        printed = " ".join(told.printed[f"grader regrade {LINE} --dry-run\ngrader regrade {LINE}\n"].split())
        assert "3 judged again: 0 with other points" in printed

    def test_feedback_tells_the_code_and_no_hidden_test(self, told: Told) -> None:
        pages = {path.parts[-3]: path.read_text() for path in told.course.root.glob("feedback/*/*/*.html")}
        assert "wrong-reduction" in pages["rowan"]
        assert not any("HIDDEN TESTS" in page for page in pages.values())

    @pytest.mark.parametrize(
        ("name", "who", "column"),
        [
            ("canvas.csv", "SIS Login ID", "Linear regression (12345)"),
            ("moodle.csv", "Username", "Assignment: Linear regression (Real)"),
            ("grades.csv", "student_id", LINE),
        ],
    )
    def test_exports_hold_the_points(self, told: Told, name: str, who: str, column: str) -> None:
        with (told.course.root / name).open(encoding="utf-8", newline="") as file:
            points = {row[who]: row[column] for row in csv.DictReader(file)}
        assert float(points["hazel"]) == POINTS
        assert float(points["birch"]) == 0


@pytest.fixture(scope="module")
def with_junk(told: Told) -> Course:
    """The same class, and one more who has handed in what is not a notebook."""
    hand_in(told.course, LINE, "maple", "no notebook")
    return told.course


@pytest.mark.parametrize(
    ("command", "status", "says"), re.findall(r"^\| `grader ([^`]+)` \| (\d) \| (.+) \|$", TEXT, re.MULTILINE)
)
def test_what_goes_wrong(
    command: str, status: str, says: str, with_junk: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(with_junk.root)
    done = CliRunner().invoke(main, shlex.split(command))
    assert done.exit_code == int(status), done.output
    assert says in " ".join(done.output.split())
