"""Show an explained submission as text, as one HTML page that loads nothing else, or as JSON."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.core.html_text import with_code
from grader.grading.explain.gather import Call, Explained, ExplainedExercise
from grader.grading.explain.seen import Tree
from grader.grading.texts import indented
from grader.grading.times import shown_length

WIDTH = 100  # characters of a line of prose
WARNING = "It shows data of hidden challenges, so keep it from students who can still hand in."


def as_json(explained: Explained) -> str:
    return indented(explained).decode()


def as_html(explained: Explained) -> str:
    """Return the page. All text from students is escaped."""
    environment = Environment(
        loader=PackageLoader("grader.grading.explain", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["tree"] = lambda tree: Markup(_html_tree(tree))  # noqa: S704 - it escapes the text
    environment.filters["with_code"] = lambda text: Markup(with_code(text))  # noqa: S704 - `with_code` escapes the text
    return environment.get_template("page.html.j2").render(explained=explained, warning=WARNING, head=head(explained))


def _html_tree(tree: Tree) -> str:
    if isinstance(tree, dict):
        rows = (f"<dt>{html.escape(name)}</dt><dd>{_html_tree(item)}</dd>" for name, item in tree.items())
        return f"<dl>{''.join(rows)}</dl>"
    if isinstance(tree, list):
        return f"<ol>{''.join(f'<li>{_html_tree(item)}</li>' for item in tree)}</ol>" if tree else "none"
    text = html.escape(str(tree))
    return f"<pre>{text}</pre>" if "\n" in text else text


def as_text(explained: Explained) -> str:
    lines = [*head(explained), WARNING]
    for exercise in explained.exercises:
        lines += ["", *_exercise(exercise)]
    return "\n".join(lines)


def head(explained: Explained) -> list[str]:
    """Return the lines about the whole submission."""
    points = "not graded to the end" if explained.points is None else f"{explained.points:g} points count"
    lines = [f"{explained.lesson}, {explained.student}: {points}"]
    if explained.handed_in is not None:
        due = f", due {explained.due} UTC" if explained.due is not None else ""
        lines.append(f"handed in {explained.handed_in} UTC{due}")
    if explained.seconds_late:
        lines.append(f"{shown_length(explained.seconds_late)} late, late penalty {explained.late_penalty:g} points")
    return lines


def _exercise(exercise: ExplainedExercise) -> Iterator[str]:
    yield f"== {exercise.name}: {points_line(exercise)}"
    yield from _titled("What the exercise asks for", exercise.rule["asks_for"])
    if exercise.findings:
        yield from _titled("Also accepted", exercise.rule["also_accepted"])
        yield from _titled("Not accepted", exercise.rule["not_accepted"])
    for name, (value, default) in exercise.thresholds.items():
        yield f"  threshold {exercise.name}.{name}: {value:g}{'' if value == default else f' (default {default:g})'}"
    if exercise.comment:
        yield from _titled("Comment of a person", exercise.comment)
    for finding in exercise.findings:
        yield from _titled(f"Found: {finding.title or finding.code}", finding.message)
        yield from _titled("  the code means", f"{finding.code}: {finding.means}")
        if finding.hint:
            yield from _titled("  the student was told", finding.hint)
    yield "  The student's cell:"
    yield textwrap.indent(exercise.source.rstrip() or "(empty)", "    | ")
    for shown in exercise.shown:
        yield textwrap.indent(shown, "    > ")
    if exercise.lost:
        yield "  The check delivered no evidence."
    for call in exercise.calls:
        yield from _call(call)


def points_line(exercise: ExplainedExercise) -> str:
    """Return "3 of 5 points", and what the gradebook counts if a person has given other points."""
    judged = "not graded" if exercise.points is None else f"{exercise.points:g} of {exercise.max_points:g} points"
    if exercise.by_person is not None:
        return f"{judged} from the judge, {exercise.by_person:g} from a person, {exercise.counts or 0:g} count"
    if exercise.counts is not None and exercise.counts != exercise.points:
        return f"{judged} from the judge, {exercise.counts:g} count"
    return judged


def _call(call: Call) -> Iterator[str]:
    yield f"  What the judge saw ({call.kind}):"
    yield from _tree(call.seen, 4)
    for number, function in enumerate(call.functions, 1):
        yield f"    call {number}:"
        yield from _tree(function, 6)


def _tree(tree: Tree, indent: int) -> Iterator[str]:
    room = " " * indent
    items = tree.items() if isinstance(tree, dict) else enumerate(tree, 1) if isinstance(tree, list) else ()
    for name, item in items:
        if isinstance(item, (dict, list)) and item:
            yield f"{room}{name}:"
            yield from _tree(item, indent + 2)
        elif isinstance(item, str) and "\n" in item:
            yield f"{room}{name}:"
            yield textwrap.indent(item.rstrip(), f"{room}  | ")
        else:
            yield f"{room}{name}: {'none' if item in ([], {}) else item}"


def _titled(title: str, text: str) -> Iterator[str]:
    if text:
        yield textwrap.fill(f"{title}: {text}", WIDTH, initial_indent="  ", subsequent_indent="    ",
                            break_on_hyphens=False)  # fmt: skip
