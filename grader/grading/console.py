"""What the `grader` command shows on a terminal: progress on stderr, tables on stdout."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from grader.core.catalogue import CATALOGUE
from grader.grading.course import printable
from grader.grading.similarity.show import cells_named
from grader.grading.times import shown, shown_length

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from grader.grading.commands.autograde import Outcome
    from grader.grading.commands.dates import Move
    from grader.grading.commands.regrade import Rejudged
    from grader.grading.gradebook.copies import Copy
    from grader.grading.gradebook.copy_changes import Change
    from grader.grading.settings import Setting
    from grader.grading.similarity.compare import Pair
    from grader.grading.single_file import FileResult


Item = TypeVar("Item")
NOBODY: Mapping[str, list[str]] = MappingProxyType({})

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


def class_table(
    outcomes: list[Outcome], title: str, max_points: float, waiting: Mapping[str, list[str]] = NOBODY
) -> Table:
    """Return a table with each student's points, maximum points and codes, or the reason why one is not graded.

    `waiting` holds the cells that a person has to grade, by student.
    """
    table = _table(title, ("points", "of"), "found")
    for outcome in outcomes:
        if outcome.state == "not graded":
            reason = Text(f"not graded: {outcome.reason}", "bold red")
            table.add_row(printable(outcome.student), "–", f"{max_points:g}", reason)
        else:
            waits = f"waits for a person: {', '.join(cells)}" if (cells := waiting.get(outcome.student)) else ""
            found = "; ".join(filter(None, (_codes_text(outcome).plain, waits)))
            table.add_row(outcome.student, f"{outcome.points:g}", f"{max_points:g}", Text(found))
    return table


def file_table(result: FileResult) -> Table:
    """Return a table with the points and codes of each exercise of one file, and the sum."""
    table = Table(title=f"{result.file}, graded as {result.assignment}/{result.notebook}", title_justify="left")
    table.add_column("exercise", no_wrap=True)
    for name in ("points", "of"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("found")
    for each in result.exercises:
        points = "–" if each.points is None else f"{each.points:g}"
        codes = ", ".join(dict.fromkeys(finding.code for finding in each.findings))
        table.add_row(Text(each.name), points, f"{each.max_points:g}", Text(codes))
    table.add_section()
    table.add_row("all", f"{result.points:g}", f"{result.max_points:g}", "")
    return table


def show_waiting(outcomes: list[Outcome], waiting: Mapping[str, list[str]]) -> None:
    """Print how many cells of these submissions a person has to grade, if there are any."""
    graded = [waiting[each.student] for each in outcomes if each.state != "not graded" and each.student in waiting]
    if graded:
        cells = sum(map(len, graded))
        show(
            f"{cells} cell{'s' * (cells != 1)} of {len(graded)} student{'s' * (len(graded) != 1)} "
            f"wait{'s' * (cells == 1)} for a person: formgrader shows them under Manual Grading"
        )


def _table(title: str, numbers: tuple[str, str], words: str) -> Table:
    """Return an empty table: a column for the student, two for numbers and one for text."""
    table = Table(title=title, title_justify="left")
    table.add_column("student", no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column(words)
    return table


def _codes_text(outcome: Outcome) -> Text:
    """Return the codes of an outcome, after the exercises that are not graded because their check failed."""
    undecided = [verdict for verdict in outcome.verdicts if verdict.is_undecided]
    text = Text()
    for verdict in undecided:
        stopped = verdict.findings[0].trace.splitlines()[-1:]
        text.append(f"not graded: {verdict.exercise}, its check stopped with {''.join(stopped)}; ", "bold red")
    return text.append(_codes(outcome))


def _codes(outcome: Outcome) -> str:
    return ", ".join(code if count == 1 else f"{code} ×{count}" for code, count in outcome.codes.items())


def regrade_table(judged: list[Rejudged], title: str) -> Table:
    """Return a table with old and new points of each changed submission, or the reason why one is not judged."""
    table = _table(title, ("old", "new"), "changed")
    for again in judged:
        if again.state == "not judged":
            table.add_row(again.student, "–", "–", Text(f"not judged again: {again.reason}", "bold red"))
        elif again.state == "points changed":
            old, new = again.total
            table.add_row(again.student, _points(old), _points(new), Text(", ".join(_changes(again))))
    return table


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


def moves_table(moves: list[Move], title: str, zone: dt.tzinfo) -> Table:
    """Return a table of what a new due date changes: dates in `zone`, and the points of each student."""
    table = _table(title, ("old", "new"), "due")
    for move in moves:
        old, new = ("no due date" if due is None else shown(due, zone) for due in (move.old_due, move.new_due))
        late = f"; handed in {shown_length(move.seconds_late)} late" if move.seconds_late else ""
        handed_in = late if move.handed_in else "; no time of handing in is known"
        due = new if old == new else f"{old} → {new}"
        table.add_row(move.student, _points(move.old_points), _points(move.new_points), Text(f"{due}{handed_in}"))
    return table


def to_grade_table(replaced: Mapping[str, float | None], title: str) -> Table:
    """Return a table of the submissions that would be graded, and the points that this would replace."""
    table = Table("student", "what grading does", title=title, title_justify="left")
    for student, points in sorted(replaced.items()):
        does = "gives the first grade" if points is None else f"replaces {points:g} points"
        table.add_row(printable(student), does)
    return table


def show_replaced(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> None:
    """Print the grades that have changed, of those that were graded again."""
    changed = {name: points for name, points in before.items() if points is not None and after.get(name) != points}
    for student, points in sorted(changed.items()):
        show(f"{printable(student)}: {points:g} → {_points(after.get(student))} points")
    if changed:
        show("`grader restore latest` takes this back")


def changes_table(changes: list[Change], title: str) -> Table:
    """Return a table of what going back to a copy of the gradebook changes."""
    table = _table(title, ("now", "then"), "lesson")
    for change in changes:
        table.add_row(printable(change.student), _points(change.now), _points(change.then), change.lesson)
    return table


def copies_table(copies: list[Copy]) -> Table:
    """Return a table of the copies of the gradebook, the newest first."""
    table = Table("copy", "made before", "submissions", title="copies of the gradebook", title_justify="left")
    for copy in copies:
        table.add_row(copy.name, copy.about.command, f"{len(copy.submissions)}")
    return table


def settings_table(settings: list[Setting], title: str) -> Table:
    """Return a table of a lesson's settings. Values that differ from their default are marked."""
    table = Table(title=title, title_justify="left")
    for name in ("setting", "value", "default", "what it decides", "source of the default"):
        table.add_column(name, justify="right" if name in ("value", "default") else "left")
    for setting in settings:
        changed = setting.value != setting.default
        value = Text(f"{setting.value:g}{' *' * changed}", "bold" if changed else "")
        table.add_row(setting.name, value, f"{setting.default:g}", setting.decides, setting.source)
    return table


def similar_table(pairs: list[Pair], lesson: str, students: int) -> Table:
    """Return a table of the similar pairs of students, the most similar one first."""
    counted = f"{len(pairs)} similar pair{'s' * (len(pairs) != 1)}"
    table = Table(title=f"{lesson}: {students} submissions, {counted}", title_justify="left")
    table.add_column("students")
    for name in ("similarity", "agreement", "shared"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("most in")
    for pair in pairs:
        numbers = (f"{pair.best.similarity:.0f}", f"{pair.whole.fraction:.0%}", f"{pair.whole.shared:.0f}")
        table.add_row(Text(" and ".join(pair.students)), *numbers, Text(cells_named(pair)))
    return table


def codes_table() -> Table:
    """Return the catalogue of mistakes: code, meaning, and the section of a lesson that explains it."""
    table = Table("code", "meaning", "section")
    for code, mistake in CATALOGUE.items():
        table.add_row(code, mistake.means, mistake.section)
    return table


def show(what: Table | str) -> None:
    """Print to stdout: in the width of a terminal, but without wrapping into a file or a pipe."""
    console = Console(markup=False, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, soft_wrap=True, width=UNWRAPPED)
    console.print(what)
