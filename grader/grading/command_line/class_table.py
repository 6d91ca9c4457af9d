"""What `grader autograde` prints about a class: a row for each student, the numbers, and what to do next."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from grader.core.numbers import counted
from grader.grading.command_line.grid import ERROR, STUDENT, Cell, Column, Grid, number, text
from grader.grading.commands.up_to_date import Outcome
from grader.grading.report.rows import GRADED, NOT_GRADED, NOT_HANDED_IN, ClassData, Row
from grader.grading.texts import printable

MIN_NAMED_AS_ALL = 3  # exercises of a lesson from which "all" is shorter than their names


def with_outcomes(data: ClassData, outcomes: Sequence[Outcome], *, everybody: bool) -> list[tuple[Row, Outcome | None]]:
    """Return the rows to show: of the students who were just graded, and if `everybody` is true of all others."""
    rows = {row.student: row for row in data.rows}
    made = {printable(outcome.student): outcome for outcome in outcomes}
    for student, outcome in made.items():
        rows.setdefault(student, Row(student=student, state=NOT_GRADED, reason=outcome.reason))
    names = sorted(rows if everybody else made)
    return [(rows[name], made.get(name)) for name in names]


def grid(data: ClassData, rows: Sequence[tuple[Row, Outcome | None]]) -> Grid:
    """Return a row for each student: points after late penalties, how late, and the codes with their exercises."""
    columns = (
        STUDENT, Column("state", ""), number("points"), number("max_points", "of"),
        Column("seconds_late", "late", is_whole=True), text("found"),
    )  # fmt: skip
    return Grid(data.lesson, columns, [_row(data, row, outcome) for row, outcome in rows])


def _row(data: ClassData, row: Row, outcome: Outcome | None) -> tuple[Any, ...]:
    state = row.state if outcome is None else outcome.state
    reason = row.reason if outcome is None or outcome.state != "not graded" else outcome.reason
    points = row.points if not reason and row.state == GRADED else None
    late = Cell(row.seconds_late, row.late)
    told = {
        "codes": row.codes, "waiting": row.waiting, "reason": reason, "file_note": row.file_note,
        "penalty": row.late_penalty,
    }  # fmt: skip
    shown = Cell(told, "; ".join(_found(data, row, outcome)))
    if reason:
        shown = Cell(told, f"not graded: {reason}", ERROR)
    elif row.state == NOT_HANDED_IN:
        shown = Cell(told, NOT_HANDED_IN)
    return row.student, Cell(state, ""), points, data.max_points, late, shown


def _found(data: ClassData, row: Row, outcome: Outcome | None) -> Iterator[str]:
    """Yield what was found: checks that stopped, codes with their exercises, cells for a person, and the file note."""
    for verdict in () if outcome is None else outcome.verdicts:
        if verdict.is_undecided:
            stopped = verdict.findings[0].trace.splitlines()[-1:]
            yield f"not graded: {verdict.exercise}, its check stopped with {''.join(stopped)}"
    yield from codes_with_exercises(row, [part.name for part in data.parts])
    if row.problem:
        yield row.problem
    if row.waiting:
        names = sorted(name.rpartition("/")[2] for name in row.waiting)
        yield f"waits for a person: {', '.join(names)}"
    if row.outdated and outcome is None:
        yield "handed in again since"
    if row.file_note:
        yield row.file_note


def codes_with_exercises(row: Row, exercises: Sequence[str]) -> Iterator[str]:
    """Yield each code with the exercises in which it was found: "wrong-values (data)", "not-attempted (all)"."""
    where: dict[str, list[str]] = {}
    for exercise in [*(name for name in exercises if name in row.codes), *(row.codes.keys() - set(exercises))]:
        for code in row.codes[exercise]:
            where.setdefault(code, []).append(exercise)
    for code, names in where.items():
        are_all = len(names) == len(exercises) >= MIN_NAMED_AS_ALL
        yield f"{code} ({'all' if are_all else ', '.join(names)})"


def summary(data: ClassData, rows: Sequence[tuple[Row, Outcome | None]]) -> Iterator[str]:
    """Yield the lines below the table: what was done, who is late or missing, and the mean of the points."""
    outcomes = [outcome for _, outcome in rows if outcome is not None]
    states = Counter(outcome.state for outcome in outcomes)
    done = [f"{states[state]} {state}" for state in ("graded", "up to date", "not graded") if states[state]]
    if states.keys() == {"up to date"}:
        done = [f"{states['up to date']} up to date, so nothing was run"]
    late = sum(bool(row.seconds_late) for row, _ in rows)
    missing = sum(row.state == NOT_HANDED_IN for row, _ in rows)
    done += [f"{late} late"] if late else []
    done += [f"{missing} handed in nothing"] if missing else []
    yield ", ".join(done)
    points = [row.points for row, _ in rows if row.state == GRADED and row.points is not None]
    if len(points) > 1:
        yield f"mean {statistics.fmean(points):.3g} of {data.max_points:g} points, of {len(points)} students"
    waiting = [row.waiting for row, _ in rows if row.waiting]
    if waiting:
        cells = sum(map(len, waiting))
        yield (
            f"{counted(cells, 'cell')} of {counted(len(waiting), 'student')} "
            f"wait{'s' * (cells == 1)} for a person: formgrader shows them under Manual Grading"
        )


def next_step(data: ClassData, rows: Sequence[tuple[Row, Outcome | None]]) -> str:
    """Return the line that says which commands come next."""
    if not any(row.state == GRADED for row, _ in rows):
        return ""
    return f"next: `grader report {data.lesson}` for you, `grader feedback {data.lesson}` for the students"
