"""Sample answers: small Python files whose docstring says what they are, and the submissions made from them.

    \"\"\"The mean of the squared errors instead of their sum.

    criterion: 0 wrong-reduction
    training: 3 wrong-reduction
    \"\"\"
    # %% criterion
    criterion = nn.MSELoss()

`# %% NAME` begins what replaces the solution cell NAME; every other solution cell keeps the solution. The docstring
lists each exercise that does not get full points: its points, and the codes found, in their order.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from grader import lessons

ANSWERS = Path("tests", "submissions")  # where they are in a course
Notebook = dict[str, Any]  # as json.load returns it

_DOCSTRING = re.compile(r'"""(.*?)"""', re.DOTALL)
_EXPECTED = re.compile(r"^(\w+): (\d+(?:\.\d+)?)((?: [a-z][a-z0-9-]*)*)$", re.MULTILINE)
_CELL = re.compile(r"^# %% (\w+)\n", re.MULTILINE)


class Answer(NamedTuple):
    """`expected`: for each exercise of the lesson its points and the codes of its findings."""

    name: str
    lesson: str
    title: str
    cells: dict[str, str]
    expected: dict[str, tuple[float, tuple[str, ...]]]

    @property
    def is_right(self) -> bool:
        return not any(codes for _, codes in self.expected.values())

    @property
    def points(self) -> float:
        return sum(points for points, _ in self.expected.values())


def read(path: Path, lesson_name: str | None = None) -> Answer:
    """Read a sample answer. Raises ValueError if the file has another format.

    Without `lesson_name` the file is at .../LESSON/{right,wrong}/NAME.py.
    """
    lesson = lessons.find(lesson_name or path.parent.parent.name)
    text = path.read_text(encoding="utf-8")
    docstring = _DOCSTRING.match(text)  # not parsed, because an answer may be invalid Python
    if docstring is None:
        raise ValueError(f"{path.name} does not begin with a docstring")
    title, _, listed = docstring[1].partition("\n")
    expected: dict[str, tuple[float, tuple[str, ...]]] = {
        name: (float(exercise.points), ()) for name, exercise in lesson.exercises.items()
    }
    for name, points, codes in _EXPECTED.findall(listed):
        if name not in expected:
            raise ValueError(f"{path.name} expects something of {name!r}, which is not an exercise of {lesson.name}")
        expected[name] = (float(points), tuple(codes.split()))
    unread = _EXPECTED.sub("", listed).strip()
    if unread:
        raise ValueError(f"{path.name} says {unread.splitlines()[0]!r}, which is not `exercise: points codes`")
    _, *pieces = _CELL.split(text)
    twice = [name for name, count in Counter(pieces[::2]).items() if count > 1]
    if twice:
        raise ValueError(f"{path.name} has two cells called {twice[0]}")
    cells = {name: source.strip("\n") for name, source in zip(pieces[::2], pieces[1::2], strict=True)}
    return Answer(path.stem, lesson.name, title.strip(), cells, expected)


def write_expected(path: Path, answer: Answer) -> None:
    """Rewrite the docstring of the sample answer at `path`, so that it expects what `answer` does."""
    exercises = lessons.find(answer.lesson).exercises
    listed = "".join(
        f"{' '.join([f'{name}: {points:g}', *codes])}\n"
        for name, (points, codes) in answer.expected.items()
        if (points, codes) != (exercises[name].points, ())
    )
    text = path.read_text(encoding="utf-8")
    docstring = f"{answer.title}\n\n{listed}" if listed else answer.title
    path.write_text(_DOCSTRING.sub(lambda _: f'"""{docstring}"""', text, count=1), encoding="utf-8")


def files_of(folder: Path, lesson: str) -> list[Path]:
    """Return the files of one lesson's answers under `folder`, the right ones first."""
    return [path for kind in ("right", "wrong") for path in sorted((folder / lesson / kind).glob("*.py"))]


def read_all(folder: Path, lesson: str) -> list[Answer]:
    """Read the answers of one lesson under `folder`, the right ones first."""
    return [read(path) for path in files_of(folder, lesson)]


def fill(released: Notebook, answer: Answer, solutions: Notebook) -> Notebook:
    """Return the released notebook as a student with this answer would hand it in. Raises ValueError as `sources`."""
    source = sources(answer, solutions)
    submission = copy.deepcopy(released)
    for cell in filter(is_solution, submission["cells"]):
        cell["source"] = source[id_of(cell)]
    return submission


def sources(answer: Answer, solutions: Notebook) -> dict[str, str]:
    """Return the source of each solution cell, the answer's where it has one.

    Raises ValueError if the answer replaces a cell that is not a solution cell of the notebook.
    """
    solution = solution_cells(solutions)
    stray = sorted(answer.cells.keys() - solution.keys())
    if stray:
        raise ValueError(f"{answer.name} replaces {', '.join(stray)}, which the notebook does not have")
    return {**solution, **answer.cells}


def solution_cells(solutions: Notebook) -> dict[str, str]:
    """Return the source of each solution cell by its grade_id, without the lines that mark the region."""
    return {id_of(cell): _without_marks(source_of(cell)) for cell in solutions["cells"] if is_solution(cell)}


def id_of(cell: dict[str, Any]) -> str:
    """Return the grade_id of a cell that has one."""
    return cell["metadata"]["nbgrader"]["grade_id"]


def is_solution(cell: dict[str, Any]) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's source as one text: a notebook's file may hold a list of lines."""
    return "".join(cell["source"])


def _without_marks(source: str) -> str:
    return re.sub(r"^ *### (BEGIN|END) SOLUTION\n?", "", source, flags=re.MULTILINE).rstrip("\n")
