"""A verdict: how many points, and for the points that are missing, which findings with their codes."""

from __future__ import annotations

import html
import textwrap
from typing import Any

import msgspec

from grader.core.examples import Example, example_of

MIME_TYPE = "application/vnd.grader.verdict+json"
CHECK_FAILED = "check-failed"  # the code of a verdict that could not be reached


class Finding(msgspec.Struct, frozen=True):
    """One mistake that was seen: its code, one line with the facts, and a hint of where to look.

    `cost` is what it takes off, in points; None takes all. It is the judge's own and is not stored. `trace` is the
    traceback of a check that failed itself.
    """

    code: str
    message: str
    hint: str = ""
    cost: float | None = None
    trace: str = ""

    def to_json(self) -> dict[str, str]:
        stored = {"code": self.code, "message": self.message, "hint": self.hint}
        return {**stored, "trace": self.trace} if self.trace else stored


class Verdict(msgspec.Struct, frozen=True):
    """The judgement of one exercise: `points` of `max_points`, and why not all of them."""

    exercise: str
    points: float
    max_points: float
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, exercise: str, max_points: float, findings: list[Finding]) -> Verdict:
        """Take off what the findings cost: all points for a finding without a price."""
        lost = sum(max_points if finding.cost is None else finding.cost for finding in findings)
        return cls(exercise, max(0.0, max_points - lost), max_points, tuple(findings))

    @property
    def passed(self) -> bool:
        return not self.findings and self.points == self.max_points

    @property
    def is_undecided(self) -> bool:
        """Whether the check itself failed, so that nobody knows the points: a person has to look."""
        return CHECK_FAILED in self.codes

    @property
    def score(self) -> float | None:
        """The points that a gradebook gets; None where nobody knows them."""
        return None if self.is_undecided else self.points

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(finding.code for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the stored form: exercise, points, max_points and findings of code, message and hint."""
        return {
            "exercise": self.exercise,
            "points": self.points,
            "max_points": self.max_points,
            "findings": [finding.to_json() for finding in self.findings],
        }

    @classmethod
    def from_json(cls, stored: Any) -> Verdict:
        """Read the stored form back. Raises msgspec.ValidationError where it is not one."""
        return msgspec.convert(stored, cls)

    def __str__(self) -> str:
        head = _headline(self)
        if self.passed:
            return f"{head}, passed"
        return "\n".join([head, *(f"  {f.code}: {f.message}" for f in self.findings)])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": as_text(self), "text/html": as_html(self), MIME_TYPE: self.to_json()}


class CheckFailed(AssertionError):
    """A check did not pass. Its traceback in a notebook is one line: the box above it says the rest."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        first = verdict.findings[0]
        super().__init__(f"{verdict.exercise} ({points(verdict)}): {first.code}: {first.message}")

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class WrongCallError(TypeError):
    """A check was called with other values than it takes. Its traceback in a notebook is one line, which says which."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def points(verdict: Verdict, earned: str | None = None) -> str:
    """Return «2 of 5 points», with a fraction only where there is one; `earned` stands in the place of the first."""
    known = f"{verdict.points:g}" if earned is None else earned
    return f"{known} of {verdict.max_points:g} point{'' if verdict.max_points == 1 else 's'}"


def _headline(verdict: Verdict) -> str:
    told = f"not graded, {points(verdict, earned='?')}" if verdict.is_undecided else points(verdict)
    return f"{verdict.exercise}: {told}"


# The front end's own colours where it has some (JupyterLab's variables follow its light and dark themes).
_BOX = (
    "border: 1px solid var(--jp-border-color2, #bdbdbd); border-left: 5px solid {edge}; border-radius: 4px;"
    " padding: 0.5em 0.9em; margin: 0.2em 0; max-width: 46em; line-height: 1.45;"
    " color: var(--jp-content-font-color1, inherit); background: var(--jp-layout-color1, transparent);"
)
_CODE = "margin: 0.3em 0 0.3em 1em; padding: 0.3em 0.6em; border-left: 2px solid var(--jp-border-color2, #bdbdbd);"
_EDGE = {True: "#009E73", False: "#D55E00"}
_UNDECIDED = "#757575"


def as_text(verdict: Verdict) -> str:
    """Return the verdict as lines of text, each finding with its hint and its worked example below it."""
    if verdict.passed:
        return str(verdict)
    lines = [_headline(verdict)]
    for finding, example in _explained(verdict):
        lines.append(f"  {finding.code}: {finding.message}")
        if finding.hint:
            lines.append(_indented(f"Hint: {finding.hint}"))
        if example is not None:
            lines.append(_indented(f"An example on other data: {example.says}"))
            lines.append(textwrap.indent(example.code, "      "))
        if finding.trace:
            lines.append(textwrap.indent(finding.trace, "    "))
    return "\n".join(lines)


def as_html(verdict: Verdict, below: str = "") -> str:
    """Return the verdict as a box: a headline, each finding with its code, hint and example folded away.

    `below` is HTML to stand at the end of the box. A fold-out is a `details` element: front ends that sanitize HTML
    let it through, and the keyboard reaches its `summary`.
    """
    mark = f"✓ passed · {points(verdict)}" if verdict.passed else f"✗ not yet · {points(verdict)}"
    if verdict.is_undecided:
        mark = f"not graded · {points(verdict, earned='?')}"
    edge = _UNDECIDED if verdict.is_undecided else _EDGE[verdict.passed]
    lines = [f"<strong>{html.escape(verdict.exercise)}</strong> · {mark}"]
    for finding, example in _explained(verdict):
        lines.append(
            f'<div style="margin-top: 0.4em"><code>{html.escape(finding.code)}</code>: '
            f"{with_code(finding.message)}</div>"
        )
        if finding.hint:
            lines.append(f"<details>{_summary('Hint')}{with_code(finding.hint)}</details>")
        if example is not None:
            lines.append(
                f"<details>{_summary('An example on other data')}{with_code(example.says)}"
                f'<pre style="{_CODE}"><code>{html.escape(example.code, quote=False)}</code></pre></details>'
            )
        if finding.trace:
            lines.append(
                f"<details>{_summary('The error of the check')}"
                f'<pre style="{_CODE}">{html.escape(finding.trace, quote=False)}</pre></details>'
            )
    return boxed([*lines, *([below] if below else [])], edge)


def boxed(lines: list[str], edge: str) -> str:
    """Return lines of HTML in a box with a left edge of this colour. A screen reader reads it when it appears."""
    return "\n".join([f'<div role="status" style="{_BOX.format(edge=edge)}">', *lines, "</div>"])


def _explained(verdict: Verdict) -> list[tuple[Finding, Example | None]]:
    """Return the findings with their examples; a code that is found twice shows its example once."""
    codes = verdict.codes
    return [
        (finding, example_of(finding.code) if finding.code not in codes[:i] else None)
        for i, finding in enumerate(verdict.findings)
    ]


def _indented(text: str) -> str:
    return textwrap.fill(text, 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _summary(text: str) -> str:
    """Return what a fold-out shows when folded: nbgrader's pages would leave out the triangle otherwise."""
    return (
        f'<summary style="display: list-item; cursor: pointer; width: fit-content; padding: 0 0.3em">{text}</summary>'
    )


def with_code(text: str) -> str:
    """Escape `text` for HTML; what stands between backticks becomes code."""
    pieces = html.escape(text, quote=False).split("`")
    if len(pieces) % 2 == 0:  # an unpaired backtick is a character like any other
        return "`".join(pieces)
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
