"""Attacks: submissions that try to win points, or reach things, which their work does not entitle them to.

Each file in tests/submissions/attacks/LESSON/ is a sample answer (see grader/devtools/sample_answers.py) whose
docstring may say:

    loss_by_hand: 0 *               no points, for whatever reason
    repair: <=3 *                   at most so many: the attack does not aim at them, and may break them
    others: any                     the same for every exercise that is not listed
    dangerous: WHY                  must never run outside a sandbox

Where an attack notices that it reached what it should not, it prints a line that begins with LEAK.

    python -m tests.support.attacks NAME...     grades the attacks of these names, and prints what comes of each
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader import lessons
from grader.grading.course import CONFIG
from grader.grading.errors import CourseError
from tests.support.classroom import (
    CLINIC,
    LINE,
    ROOT,
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
    from collections.abc import Mapping

    from grader.core.verdict import Verdict
    from grader.grading.course import Course

FOLDER = ROOT / "tests" / "submissions" / "attacks"
TIMEOUT = 2  # seconds of CPU time a cell: an endless one costs no more
WALL = 3  # times that, by the clock
MAX_WAITS = 5  # cells that wait for so long in one submission, before all of it is stopped
MARKER = "grader-attack"  # in the names of all that an attack leaves: files, processes, sockets
PORT = 47811  # where the tests listen for what should not get out

_EXPECTED = re.compile(r"(\w+): (<=)?(\d+(?:\.\d+)?)((?: [a-z][a-z0-9-]*)*| \*)")

# Right answers that take little time, where an attack does not put its own.
LIGHT = {
    LINE: {
        "convergence": """
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01, momentum=0.9)
for epoch in range(2000):
    long_optimizer.zero_grad()
    loss = criterion(long_net(x_data), y_data)
    loss.backward()
    long_optimizer.step()
    if loss.item() < 1e-8:
        break
""",
        "transfer": """
def fit_line(x, y):
    solution = torch.linalg.lstsq(torch.hstack([x, torch.ones_like(x)]), y).solution
    return solution[0].item(), solution[1].item()
""",
    },
    SOCCER: {},
    CLINIC: {},
}


class Expected(NamedTuple):
    """The points that an exercise gets, or `at_most` so many; its codes, None for any."""

    points: float
    codes: tuple[str, ...] | None = ()
    at_most: bool = False

    def holds(self, verdict: Verdict) -> bool:
        enough = verdict.points <= self.points if self.at_most else verdict.points == self.points
        return enough and self.codes in (None, verdict.codes)


class Attack(NamedTuple):
    """One file. `expected` has an entry for each exercise of the lesson."""

    name: str
    lesson: str
    title: str
    cells: dict[str, str]
    expected: dict[str, Expected]
    dangerous: bool


def read(path: Path) -> Attack:
    """Read the attack at …/LESSON/NAME.py. Raises ValueError for another format."""
    lesson = lessons.find(path.parent.name)
    _, docstring, source = path.read_text(encoding="utf-8").split('"""', 2)
    title, *lines = docstring.strip().splitlines()
    listed, others_any, dangerous = {}, False, False
    for line in filter(None, lines):
        if line == "others: any":
            others_any = True
        elif line.startswith("dangerous: "):
            dangerous = True
        elif (match := _EXPECTED.fullmatch(line)) and match[1] in lesson.exercises:
            codes = None if match[4] == " *" else tuple(match[4].split())
            listed[match[1]] = Expected(float(match[3]), codes, at_most=bool(match[2]))
        else:
            raise ValueError(f"{path.name} says {line!r}, which is not `exercise: points codes`")
    rest = {
        name: Expected(exercise.points, None if others_any else (), at_most=others_any)
        for name, exercise in lesson.exercises.items()
    }
    _, *pieces = re.split(r"^# %% (\w+)\n", source, flags=re.MULTILINE)
    cells = {name: text.strip("\n") for name, text in zip(pieces[::2], pieces[1::2], strict=True)}
    return Attack(path.stem, lesson.name, title, cells, rest | listed, dangerous)


def attacks(lesson: str) -> list[Attack]:
    return [read(path) for path in sorted((FOLDER / lesson).glob("*.py"))]


def sandboxed() -> bool:
    """Tell whether `grader autograde` runs submissions in a sandbox unless it is told otherwise."""
    return "--no-sandbox" in run(ROOT, "grader", "autograde", "--help").stdout


def make_class(folder: Path, lesson: str, chosen: list[Attack], *, timeout: int = TIMEOUT) -> Course:
    """Make a course in which each attack is a student who handed in `lesson`; an honest one comes first and last."""
    course = make_course(folder, lesson)
    set_timeout(course, timeout)
    plant(course, lesson)
    released = run(folder, "grader", "release", lesson)
    if released.returncode:
        raise ValueError(released.stderr)
    for name, cells in {HONEST[0]: NEIGHBOUR[lesson], HONEST[1]: {}, **{a.name: a.cells for a in chosen}}.items():
        hand_in(course, lesson, name, filled(course, lesson, **{**LIGHT[lesson], **cells}))
    return course


HONEST = ("a-neighbour", "zz-honest")
SECRET = {
    "solution": "CANARY-solution-5b21",
    "environment": "CANARY-environment-77c0",
    "neighbour": "CANARY-neighbour-19fe",
}
NEIGHBOUR = {
    LINE: {"loss_by_hand": f"loss_by_hand = 29\nprint({SECRET['neighbour']!r})"},
    SOCCER: {"bce_by_hand": f"bce_by_hand = 0.2231\nprint({SECRET['neighbour']!r})"},
    CLINIC: {"diagnosis_2": f"diagnosis_2 = 'detached-loss'\nprint({SECRET['neighbour']!r})"},
}


def set_timeout(course: Course, seconds: int) -> None:
    """Write limits into the course's configuration: the CPU time of a cell, more by the clock, and for a submission."""
    config = course.root / CONFIG
    text = config.read_text()
    wall = WALL * seconds
    limits = {"Execute.timeout": seconds, "Sandbox.cell_wall_seconds": wall, "Sandbox.wall_seconds": MAX_WAITS * wall}
    for name, most in limits.items():
        text, found = re.subn(rf"^c\.{name} = \d+", f"c.{name} = {most}", text, flags=re.MULTILINE)
        if found != 1:
            raise ValueError(f"{CONFIG} does not set c.{name}")
    config.write_text(text)


def plant(course: Course, lesson: str) -> None:
    """Write a secret into the solutions, by which what was read there can be recognised."""
    path = course.source(lesson) / notebook_name(lesson)
    mark = "### BEGIN SOLUTION"
    text = path.read_text(encoding="utf-8")
    if mark not in text:
        raise ValueError(f"{path.name} has no solution")
    path.write_text(text.replace(mark, f"{mark}  {SECRET['solution']}"), encoding="utf-8")


def outputs(course: Course, lesson: str, student: str) -> str:
    """Return all that a graded notebook's cells put out, as one text."""
    notebook = load(course.autograded(lesson, student) / notebook_name(lesson))
    return "\n".join(str(output) for cell in notebook["cells"] for output in cell.get("outputs", ()))


def main(names: list[str]) -> None:
    """Grade the attacks of these names with the sandbox of this machine, and print what comes of each."""
    safe = sandboxed()
    for lesson in (LINE, SOCCER):
        chosen = [a for a in attacks(lesson) if a.name in names or not names]
        for attack in chosen if not safe else ():
            if attack.dangerous:
                print(f"left out: {attack.name} is dangerous without a sandbox")
        chosen = [a for a in chosen if safe or not a.dangerous]
        if not chosen:
            continue
        with tempfile.TemporaryDirectory() as folder:
            course = make_class(Path(folder), lesson, chosen)
            printed = run(course.root, "grader", "autograde", lesson)
            print(printed.stdout, printed.stderr)
            held = scores(course, lesson)
            for attack in chosen:
                print(f"{attack.name}:", "\n    ".join(problems(course, attack, held)) or "contained")


def printed_by(course: Course, lesson: str, student: str) -> str:
    """Return what a submission printed: neither its source, which a traceback shows too, nor what it displayed."""
    cells = load(course.autograded(lesson, student) / notebook_name(lesson))["cells"]
    streams = (o for c in cells for o in c.get("outputs", ()) if o["output_type"] == "stream")
    return "\n".join("".join(output["text"]) for output in streams)


def problems(course: Course, attack: Attack, scores_of: Mapping[str, Mapping[str, float | None]]) -> list[str]:
    """Return how an attack's outcome differs from what its file expects; nothing where it was contained.

    `scores_of` are those that the gradebook holds, by student and exercise.
    """
    try:
        found = verdicts(course, attack.lesson, attack.name)
        said = outputs(course, attack.lesson, attack.name)
        told = printed_by(course, attack.lesson, attack.name)
    except CourseError as error:
        return [f"not graded: {error}"]
    held = scores_of[attack.name]
    wrong = [f"no verdict on {name}" for name in attack.expected.keys() - found.keys()]
    for name, verdict in found.items():
        if not attack.expected[name].holds(verdict):
            wrong.append(f"{name} got {verdict.points:g} {' '.join(verdict.codes)}; expected {attack.expected[name]}")
        if held[name] != verdict.points:
            wrong.append(f"the gradebook holds {held[name]} for {name}, the verdict says {verdict.points}")
    leaks = [line for line in told.splitlines() if line.startswith("LEAK")]
    return wrong + leaks + [f"{what} leaked" for what in SECRET.values() if what in said]


if __name__ == "__main__":
    main(sys.argv[1:])
