"""A course's key is there as a whole or not at all, the same for all graders, and refused if it is not a key."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from traitlets.config import Config

from grader.core.atomic_files import PARTIAL_PREFIX
from grader.grading.challenge_key import KEY_FILE, LENGTH, challenge_key
from grader.grading.errors import CourseError
from tests.support.classroom import LINE, ROOT, hand_in, load, make_course, notebook_name, run

if TYPE_CHECKING:
    from pathlib import Path

# Asks for the key of the course in the working directory. Before the key is linked into place, `at_link()` is called.
ASK = """
import os, signal, sys, time
from pathlib import Path
from traitlets.config import Config
from grader.grading.challenge_key import challenge_key

def at_link():
    {at_link}

sys.addaudithook(lambda event, _: at_link() if event == "os.link" else None)
print(challenge_key(Config(CourseDirectory={{"root": os.getcwd()}})).hex())
"""
# Waits until as many others have come as far.
MEET = "Path(f'here-{os.getpid()}').touch()\n    while len(list(Path().glob('here-*'))) < 4: time.sleep(0.01)"


def config(folder: Path) -> Config:
    return Config(CourseDirectory={"root": str(folder)})


def start(folder: Path, at_link: str) -> subprocess.Popen[str]:
    program = ASK.format(at_link=at_link)
    return subprocess.Popen([sys.executable, "-c", program], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
                            stdout=subprocess.PIPE, text=True)  # fmt: skip


class TestMade:
    """At the first grading."""

    def test_once(self, tmp_path: Path) -> None:
        key = challenge_key(config(tmp_path))
        assert (len(key), challenge_key(config(tmp_path))) == (LENGTH, key)
        assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
        assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]

    def test_no_course_has_none(self) -> None:
        assert challenge_key(Config()) == b""

    def test_killed_before_it_is_linked(self, tmp_path: Path) -> None:
        """There is no key then, and the next grader makes one."""
        grader = start(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
        assert grader.communicate()[0] == ""
        assert grader.returncode == -signal.SIGKILL
        left = [path.name for path in tmp_path.iterdir()]
        assert len(left) == 1
        assert left[0].startswith(PARTIAL_PREFIX)
        assert len(challenge_key(config(tmp_path))) == LENGTH

    def test_several_graders_at_once_have_the_same(self, tmp_path: Path) -> None:
        """Each has written a key of its own before the first of them links its one."""
        graders = [start(tmp_path, MEET) for _ in range(4)]
        printed = [grader.communicate(timeout=120)[0].strip() for grader in graders]
        assert printed == [(tmp_path / KEY_FILE).read_bytes().hex()] * 4
        assert len(printed[0]) == 2 * LENGTH
        assert not list(tmp_path.glob(f"{PARTIAL_PREFIX}*"))

    def test_where_a_folder_cannot_be_written_to(self, tmp_path: Path) -> None:
        with pytest.raises(CourseError, match=r"^the challenge key .* cannot be made: No such file or directory$"):
            challenge_key(config(tmp_path / "nowhere"))


def spoil(path: Path, what: str) -> None:
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "link to nowhere":
        path.symlink_to("nowhere")
    else:
        path.write_bytes({"empty": b"", "short": b"demo", "long": b"k" * 33, "text": b"0" * 64 + b"\n"}[what])


SPOILT = ["empty", "short", "long", "text", "folder", "pipe", "link to nowhere"]


class TestRefused:
    """What is not a key."""

    @pytest.mark.parametrize("what", SPOILT)
    def test_in_one_line_and_left_as_it_is(self, tmp_path: Path, what: str) -> None:
        spoil(tmp_path / KEY_FILE, what)
        before = os.lstat(tmp_path / KEY_FILE)
        with pytest.raises(CourseError) as error:
            challenge_key(config(tmp_path))
        assert str(tmp_path / KEY_FILE) in str(error.value)
        assert "\n" not in str(error.value)
        assert os.lstat(tmp_path / KEY_FILE) == before

    @pytest.mark.parametrize("what", ["empty", "folder"])
    def test_by_every_command_that_needs_it(self, tmp_path: Path, what: str) -> None:
        course = make_course(tmp_path, LINE)
        assert run(tmp_path, "grader", "release", LINE).returncode == 0
        hand_in(course, LINE, "hazel", load(course.release(LINE) / notebook_name(LINE)))
        course.autograded(LINE, "hazel").mkdir(parents=True)  # what an earlier grading left stays
        (tmp_path / KEY_FILE).unlink()
        spoil(tmp_path / KEY_FILE, what)
        for command in (["grader", "autograde"], ["grader", "feedback"]):
            printed = run(tmp_path, *command, LINE)
            assert printed.returncode == 1, command
            assert printed.stderr.startswith(f"Error: the challenge key {tmp_path / KEY_FILE} "), command
            assert printed.stderr.count("\n") == 1, command
        printed = run(tmp_path, "nbgrader", "autograde", LINE, "--force", activated=True)
        errors = [line for line in printed.stderr.splitlines() if "ERROR" in line or "Traceback" in line]
        assert printed.returncode == 1
        assert len(errors) == 1
        assert f"the challenge key {tmp_path / KEY_FILE} " in errors[0]
        assert course.autograded(LINE, "hazel").is_dir()
