"""What the `grader` command shows on a terminal: progress on stderr, tables on stdout."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.core.catalogue import CATALOGUE
from grader.core.numbers import counted
from grader.grading.command_line.grid import ERROR, STUDENT, Cell, Column, Grid, number, text
from grader.grading.command_line.json_output import document
from grader.grading.similarity.show import cells_named
from grader.grading.texts import printable
from grader.grading.times import in_utc, shown_due, shown_length

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from grader.grading.commands.dates import Move
    from grader.grading.commands.rejudged import Rejudged
    from grader.grading.commands.up_to_date import Outcome
    from grader.grading.gradebook.copies import Change, Copy
    from grader.grading.settings import Setting
    from grader.grading.similarity.compare import Pair
    from grader.grading.submission.single_file import FileResult


Item = TypeVar("Item")
OLD_AND_NEW = number("old"), number("new")

UNWRAPPED = 10_000  # columns, if the output is not a terminal


def with_progress(outcomes: Iterable[Outcome], total: int, label: str) -> list[Outcome]:
    """Collect the outcomes while a progress bar on stderr counts them. Returns them sorted by student."""
    columns = (
        TextColumn("{task.description}"), BarColumn(),
        TextColumn("{task.fields[graded]} graded, {task.fields[failed]} failed, {task.fields[remaining]} remaining"),
        TimeRemainingColumn(),
    )  # fmt: skip
    done: list[Outcome] = []
    failed = 0
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(label, total=total, graded=0, failed=0, remaining=total)
        for outcome in outcomes:
            done.append(outcome)
            failed += outcome.state == "not graded"
            graded = len(done) - failed
            progress.update(task, advance=1, graded=graded, failed=failed, remaining=total - len(done))
    return sorted(done, key=lambda outcome: outcome.student)


def with_bar(items: Iterable[Item], total: int, label: str) -> list[Item]:
    """Collect the `total` items while a progress bar on stderr counts them. The bar appears with the first item."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    coming = iter(items)
    first = list(islice(coming, 1))
    with Progress(*columns, console=Console(stderr=True)) as progress:
        return list(progress.track(chain(first, coming), total=total, description=label))


def file_table(result: FileResult) -> Grid:
    """Return a table with the points and codes of each exercise of one file, and the sum."""
    title = f"{result.file}, graded as {result.assignment}/{result.notebook}"
    columns = Column("exercise", "exercise", is_whole=True), number("points"), number("max_points", "of"), text("found")
    rows: list[tuple[Any, ...]] = [
        (each.name, each.points, each.max_points, ", ".join(dict.fromkeys(found.code for found in each.findings)))
        for each in result.exercises
    ]
    return Grid(title, columns, [*rows, ("all", result.points, result.max_points, "")])


def regrade_table(judged: list[Rejudged], title: str) -> Grid:
    """Return a table with old and new points of each changed submission, or the reason why one is not judged."""
    rows: list[tuple[Any, ...]] = []
    for again in judged:
        if again.state == "not judged":
            reason = f"not judged again: {again.reason}"
            rows.append((again.student, None, None, Cell(reason, reason, ERROR)))
        elif again.state == "points changed":
            changes = list(_changes(again))
            rows.append((again.student, *again.total, Cell(changes, ", ".join(changes))))
    return Grid(title, (STUDENT, *OLD_AND_NEW, text("changed")), rows)


def _changes(again: Rejudged) -> Iterator[str]:
    for name, verdict in again.new.items():
        before = again.old[name]
        if before != verdict.score:
            codes = f" ({', '.join(verdict.codes)})" if verdict.codes else ""
            stays = "; a human's score stays" if name in again.manual else ""
            now = "not graded" if verdict.is_undecided else f"{verdict.points:g}"
            yield f"{name} {_points(before)} → {now}{codes}{stays}"
    if again.penalty[0] != again.penalty[1]:
        yield f"late penalty {again.penalty[0]:g} → {again.penalty[1]:g}"


def _points(points: float | None) -> str:
    return "–" if points is None else f"{points:g}"


def moves_table(moves: list[Move], title: str, zone: dt.tzinfo) -> Grid:
    """Return a table of what a new due date changes: dates in `zone`, and the points of each student."""
    rows = []
    for move in moves:
        old, new = (shown_due(due, zone) for due in (move.old_due, move.new_due))
        late = f"; handed in {shown_length(move.seconds_late)} late" if move.seconds_late else ""
        handed_in = late if move.handed_in else "; no time of handing in is known"
        due = new if old == new else f"{old} → {new}"
        about = {
            "old": in_utc(move.old_due), "new": in_utc(move.new_due), "handed_in": in_utc(move.handed_in),
            "seconds_late": move.seconds_late,
        }  # fmt: skip
        rows.append((move.student, move.old_points, move.new_points, Cell(about, f"{due}{handed_in}")))
    return Grid(title, (STUDENT, *OLD_AND_NEW, text("due")), rows)


def to_grade_table(replaced: Mapping[str, float | None], title: str) -> Grid:
    """Return a table of the submissions that would be graded, and the points that this would replace."""
    rows = [
        (printable(student), Cell(points, "gives the first grade" if points is None else f"replaces {points:g} points"))
        for student, points in sorted(replaced.items())
    ]
    return Grid(title, (STUDENT, text("replaces", "what grading does")), rows)


def show_replaced(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> None:
    """Print the grades that have changed, of those that were graded again."""
    changed = {name: points for name, points in before.items() if points is not None and after.get(name) != points}
    for student, points in sorted(changed.items()):
        show(f"{printable(student)}: {points:g} → {_points(after.get(student))} points")
    if changed:
        show("`grader restore latest` takes this back")


def changes_table(changes: list[Change], title: str) -> Grid:
    """Return a table of what going back to a copy of the gradebook changes."""
    rows = [(printable(change.student), change.now, change.then, change.lesson) for change in changes]
    return Grid(title, (STUDENT, number("now"), number("then"), text("lesson")), rows)


def copies_table(copies: list[Copy]) -> Grid:
    """Return a table of the copies of the gradebook, the newest first."""
    rows = [(copy.name, copy.about.command, len(copy.submissions)) for copy in copies]
    return Grid(
        "copies of the gradebook", (text("copy"), text("made_before", "made before"), number("submissions")), rows
    )


def settings_table(settings: list[Setting], title: str) -> Grid:
    """Return a table of a lesson's settings. Values that differ from their default are marked."""
    rows = []
    for setting in settings:
        changed = setting.value != setting.default
        value = Cell(setting.value, f"{setting.value:g}{' *' * changed}", "bold" if changed else "")
        rows.append((setting.name, value, setting.default, setting.decides, setting.source))
    columns = (
        text("setting"), number("value"), number("default"), text("decides", "what it decides"),
        text("source", "source of the default"),
    )  # fmt: skip
    return Grid(title, columns, rows)


def similar_table(pairs: list[Pair], lesson: str, students: int) -> Grid:
    """Return a table of the similar pairs of students, the most similar one first."""
    rows = [
        (
            " and ".join(pair.students),
            Cell(pair.best.similarity, f"{pair.best.similarity:.0f}"),
            Cell(pair.whole.fraction, f"{pair.whole.fraction:.0%}"),
            Cell(pair.whole.shared, f"{pair.whole.shared:.0f}"),
            cells_named(pair),
        )
        for pair in pairs
    ]
    columns = (
        text("students"), number("similarity"), number("agreement"), number("shared"), text("most_in", "most in"),
    )  # fmt: skip
    return Grid(f"{lesson}: {students} submissions, {counted(len(pairs), 'similar pair')}", columns, rows)


def codes_table() -> Grid:
    """Return the catalogue of mistakes: code, meaning, and the section of a lesson that explains it."""
    rows = [(code, mistake.means, mistake.section) for code, mistake in CATALOGUE.items()]
    return Grid("", (text("code"), text("meaning"), text("section")), rows)


def show(what: Grid | str) -> None:
    """Print to stdout: in the width of a terminal, but without wrapping into a file or a pipe.

    With `--json` a table is kept for the end of the command, and a line goes to stderr.
    """
    kept = document()
    if kept is not None:
        if isinstance(what, Grid):
            kept.tables.append({"title": what.title, "rows": what.records()})
            return
        kept.messages.append(what)
    console = Console(markup=False, highlight=False, soft_wrap=True, stderr=kept is not None)
    if not console.is_terminal:
        console.width = UNWRAPPED
    console.print(what.table() if isinstance(what, Grid) else what)
