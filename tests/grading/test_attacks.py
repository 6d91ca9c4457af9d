"""Attacks on the grader win nothing, reach nothing and leave nothing behind; the class around them is graded."""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import socket
import sys
import sysconfig
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import grader
from grader import lessons
from tests.conftest import summarise
from tests.support.attacks import (
    FOLDER,
    HONEST,
    MARKER,
    PORT,
    SECRET,
    Attack,
    attacks,
    make_class,
    problems,
    read,
    sandboxed,
)
from tests.support.classroom import LINE, SOCCER, run, scores

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from grader.grading.course import Course

ATTACKS = [attack for lesson in (LINE, SOCCER) for attack in attacks(lesson)]
PR_SET_CHILD_SUBREAPER = 36

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox is Linux's")


class Attacked(NamedTuple):
    """A class of attackers, graded; what was found on the machine afterwards, and who knocked at its doors."""

    course: Course
    scores: dict[str, dict[str, float | None]]
    printed: subprocess.CompletedProcess[str]
    processes: list[str]
    files: list[str]
    visitors: list[str]


class Classes(dict[str, Attacked]):
    """The class of each lesson, graded when it is first asked for."""

    def __init__(self, folder: Path, chosen: list[Attack]) -> None:
        super().__init__()
        self.folder, self.chosen = folder, chosen
        self._problems: dict[tuple[str, str], list[str]] = {}

    def __missing__(self, lesson: str) -> Attacked:
        # Some of the attacks would bring down a machine on which nothing contains them.
        assert sandboxed(), "`grader autograde` has no sandbox"
        folder = self.folder / lesson
        folder.mkdir()
        course = make_class(folder, lesson, [a for a in self.chosen if a.lesson == lesson])
        before = files_left(course)
        with listening() as visitors, adopting() as left:
            printed = run(course.root, "grader", "autograde", lesson, GRADER_CANARY=SECRET["environment"])
        files = sorted(files_left(course) - before)
        for path in files:
            Path(path).unlink(missing_ok=True)
        self[lesson] = Attacked(course, scores(course, lesson), printed, left, files, visitors)
        return self[lesson]

    def problems(self, attack: Attack) -> list[str]:
        """Return how an attack's outcome differs from what its file expects, found out once."""
        which = attack.lesson, attack.name
        if which not in self._problems:
            graded = self[attack.lesson]
            self._problems[which] = problems(graded.course, attack, graded.scores)
        return self._problems[which]


@pytest.fixture(scope="module")
def classes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Classes]:
    """Grade the attacks that this session's tests are about; count those that were contained."""
    callspecs = [getattr(item, "callspec", None) for item in request.session.items]
    chosen = [c.params["attack"] for c in callspecs if c and isinstance(c.params.get("attack"), Attack)]
    made = Classes(tmp_path_factory.mktemp("class"), chosen or ATTACKS)
    yield made
    tried = [a for a in made.chosen if a.lesson in made]
    contained = sum(not made.problems(a) for a in tried)
    summarise(request.config, f"attacks: {contained} of {len(tried)} contained")


def _identity(value: object) -> str | None:
    return f"{value.lesson}-{value.name}" if isinstance(value, Attack) else None


@pytest.mark.parametrize("attack", ATTACKS, ids=_identity)
def test_an_attack_gets_what_its_work_is_worth_and_reaches_nothing(attack: Attack, classes: Classes) -> None:
    assert not classes.problems(attack)


@pytest.mark.parametrize("lesson", [LINE, SOCCER])
class TestAround:
    """What attacks must not disturb."""

    def test_every_submission_is_graded(self, lesson: str, classes: Classes) -> None:
        printed = classes[lesson].printed
        assert printed.returncode == 0, printed.stderr[-2000:]

    @pytest.mark.parametrize("student", HONEST)
    def test_honest_students_get_their_points(self, lesson: str, student: str, classes: Classes) -> None:
        expected = {name: exercise.points for name, exercise in lessons.find(lesson).exercises.items()}
        assert classes[lesson].scores[student] == expected

    def test_no_process_is_left(self, lesson: str, classes: Classes) -> None:
        assert classes[lesson].processes == []

    def test_no_file_is_left_outside(self, lesson: str, classes: Classes) -> None:
        assert classes[lesson].files == []

    def test_nobody_connected_to_the_machine(self, lesson: str, classes: Classes) -> None:
        assert classes[lesson].visitors == []

    def test_no_page_of_theirs_would_run_a_script(self, lesson: str, classes: Classes) -> None:
        graded = classes[lesson].course.autograded(lesson, HONEST[0]).parents[1].glob(f"*/{lesson}/*.ipynb")
        cells = [cell for path in graded for cell in json.loads(path.read_bytes())["cells"]]
        shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
        pages = ["".join(data.get("text/html", "")) for data in shown]
        assert not [page for page in pages if re.search(r"<script|<[^>]* on\w+=|javascript:", page)]
        assert not [data for data in shown if data.keys() & {"application/javascript", "image/svg+xml"}]

    def test_submissions_are_as_they_were_handed_in(self, lesson: str, classes: Classes) -> None:
        """Only what was handed in is in a submission's folder: an attack may have written into a copy at most."""
        course = classes[lesson].course
        folders = course.submitted(lesson, HONEST[0]).parents[1].glob(f"*/{lesson}")
        assert {tuple(p.name for p in folder.iterdir()) for folder in folders} == {
            (f"{lessons.find(lesson).notebook}.ipynb",)
        }


class TestRead:
    """`read(path)`."""

    def write(self, folder: Path, text: str) -> Path:
        path = folder / LINE / "trick.py"
        path.parent.mkdir()
        path.write_text(text)
        return path

    def test_expectations(self, tmp_path: Path) -> None:
        text = '"""A trick.\n\ndata: 0 *\nmodel: <=1 *\nothers: any\ndangerous: very\n"""\n# %% data\nx_data = 1\n'
        attack = read(self.write(tmp_path, text))
        assert (attack.name, attack.title, attack.cells) == ("trick", "A trick.", {"data": "x_data = 1"})
        assert attack.expected["data"] == (0, None, False)
        assert attack.expected["model"] == (1, None, True)
        assert attack.expected["training"] == (5, None, True)
        assert attack.dangerous

    def test_what_is_not_listed_gets_full_points(self, tmp_path: Path) -> None:
        attack = read(self.write(tmp_path, '"""A trick.\n\ndata: 0 wrong-type wrong-type\n"""\n'))
        assert attack.expected["data"] == (0, ("wrong-type", "wrong-type"), False)
        assert attack.expected["training"] == (5, (), False)
        assert not attack.dangerous

    def test_other_lines_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="^trick.py says 'nothing: 0', which is not `exercise: points codes`$"):
            read(self.write(tmp_path, '"""A trick.\n\nnothing: 0\n"""\n'))

    def test_every_file_is_read(self) -> None:
        assert len(ATTACKS) == len(list(FOLDER.glob("*/*.py")))


# -- what is left on the machine ---------------------------------------------------------------------------------------


def files_left(course: Course) -> set[str]:
    """Return the files that attacks would leave in the places where they try to write."""
    package = Path(grader.__file__).parent
    system = "/ /etc /usr /usr/local /var /var/tmp /var/lib /root /home /opt /srv /boot /tmp /run /run/lock /dev/shm"
    places = [
        *map(Path, system.split()),
        *(package, package.parent, Path(sysconfig.get_paths()["purelib"]), Path.home()),
        *(course.root, *course.root.parents),
        *course.root.glob("*"),
        *course.root.glob("submitted/*"),
        *course.root.glob("submitted/*/*"),
    ]
    return {str(path.resolve()) for place in places if place.is_dir() for path in _listed(place, f"{MARKER}-*")}


def _listed(place: Path, pattern: str) -> list[Path]:
    with suppress(OSError):
        return list(place.glob(pattern))
    return []


@contextmanager
def adopting() -> Iterator[list[str]]:
    """Become the parent of orphans meanwhile; list who is still there a moment afterwards, and end those."""
    libc = ctypes.CDLL(None)
    before, left = set(descendants()), []
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield left
        end = time.monotonic() + 5
        while (remaining := descendants().keys() - before) and time.monotonic() < end:
            time.sleep(0.1)
        commands = descendants()
        left += [f"{pid} {commands.get(pid, '')}" for pid in sorted(remaining)]
        for pid in remaining:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants() -> dict[int, str]:
    """Return this process's children, theirs and so on, with their command lines; what has ended is collected."""
    parents, commands = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            stat = (folder / "stat").read_text()
            state, parent = stat.rpartition(")")[2].split()[:2]
            pid = int(folder.name)
            if state == "Z" and int(parent) == os.getpid():
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
                continue
            parents[pid] = int(parent)
            commands[pid] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
    found: dict[int, str] = {}
    generation = {os.getpid()}
    while generation:
        generation = {pid for pid, parent in parents.items() if parent in generation}
        found |= {pid: commands[pid] for pid in generation}
    return found


@contextmanager
def listening() -> Iterator[list[str]]:
    """Listen where attacks knock: on a port of the loopback address and on an abstract Unix socket."""
    visitors: list[str] = []
    with socket.create_server(("127.0.0.1", PORT)) as server, socket.socket(socket.AF_UNIX) as local:
        local.bind(f"\0{MARKER}-socket")
        local.listen()
        for door in (server, local):
            door.settimeout(0.2)
        closed = threading.Event()

        def answer() -> None:
            while not closed.is_set():
                for door in (server, local):
                    with suppress(TimeoutError):
                        connection, _ = door.accept()
                        visitors.append(str(door.getsockname()))
                        connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield visitors
        finally:
            closed.set()
            thread.join()
