"""A verdict: how many points, and for the points that are missing, which findings with their codes."""

from __future__ import annotations

import html
import textwrap
from typing import Any, NamedTuple

import msgspec

from grader.core.catalogue import title_of
from grader.core.examples import Example, example_of
from grader.core.finding import Finding
from grader.core.html_text import with_code

__all__ = [
    "CHECK_FAILED", "MIME_TYPE", "CheckFailed", "Finding", "Verdict", "WrongCallError", "as_html", "as_text", "boxed",
    "points",
]  # fmt: skip

MIME_TYPE = "application/vnd.grader.verdict+json"
CHECK_FAILED = "check-failed"  # the code of a verdict that could not be reached
# The hints of these codes do not say where to look for a mistake, but what to do.
_TO_DO = {
    "not-attempted", "missing-name", "unknown-code", "dead-network", "kernel-died", "cell-missing", CHECK_FAILED,
    "evidence-malformed",
}  # fmt: skip


class Verdict(msgspec.Struct, frozen=True):
    """The judgement of one exercise: `points` of `max_points`, and why not all of them."""

    exercise: str
    points: float
    max_points: float
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, exercise: str, max_points: float, findings: list[Finding]) -> Verdict:
        """Subtract what the findings cost: all points for a finding without a price."""
        lost = sum(max_points if finding.cost is None else finding.cost for finding in findings)
        return cls(exercise, max(0.0, max_points - lost), max_points, tuple(findings))

    def worth(self, max_points: float) -> Verdict:
        """Return the verdict for other maximum points: the same fraction of them, in hundredths of a point."""
        if max_points == self.max_points:
            return self
        fraction = self.points / self.max_points if self.max_points else float(not self.findings)
        points = max_points if fraction == 1 else round(fraction * max_points, 2)
        return msgspec.structs.replace(self, points=points, max_points=max_points)

    @property
    def passed(self) -> bool:
        return not self.findings and self.points == self.max_points

    @property
    def is_undecided(self) -> bool:
        """Whether the check itself failed, so that nobody knows the points: a person has to look."""
        return CHECK_FAILED in self.codes

    @property
    def score(self) -> float | None:
        """The points that a gradebook gets; None if nobody knows them."""
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
        """Read the stored form back. Raises msgspec.ValidationError if it is not one."""
        return msgspec.convert(stored, cls)

    def __str__(self) -> str:
        head = _headline(self)
        if self.passed:
            return f"{head}, passed"
        return "\n".join([head, *(f"  {_in_one_line(finding)}" for finding in self.findings)])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": as_text(self), "text/html": as_html(self), MIME_TYPE: self.to_json()}


class CheckFailed(AssertionError):
    """A check did not pass. Its traceback in a notebook is one line: the box above it says the rest."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(f"{verdict.exercise} ({points(verdict)}): {_in_one_line(verdict.findings[0])}")

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class WrongCallError(TypeError):
    """A check was called with other values than it takes. Its traceback in a notebook is one line, which says which."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def points(verdict: Verdict, earned: str | None = None) -> str:
    """Return "2 of 5 points", with decimals only if there are any; `earned` replaces the first number."""
    known = f"{verdict.points:g}" if earned is None else earned
    return f"{known} of {verdict.max_points:g} point{'' if verdict.max_points == 1 else 's'}"


def _headline(verdict: Verdict) -> str:
    told = f"not graded, {points(verdict, earned='?')}" if verdict.is_undecided else points(verdict)
    return f"{verdict.exercise}: {told}"


# The front end's own colours if it has some (JupyterLab's variables follow its light and dark themes).
_BOX = (
    "border: 1px solid var(--jp-border-color2, #bdbdbd); border-left: 5px solid {edge}; border-radius: 4px;"
    " padding: 0.5em 0.9em; margin: 0.2em 0; max-width: 46em; line-height: 1.45;"
    " color: var(--jp-content-font-color1, inherit); background: var(--jp-layout-color1, transparent);"
)
_PRE = "margin: 0.3em 0 0.3em 1em; padding: 0.3em 0.6em; border-left: 2px solid var(--jp-border-color2, #bdbdbd);"
_EDGE = {True: "#009E73", False: "#D55E00"}
_UNDECIDED = "#757575"


def as_text(verdict: Verdict) -> str:
    """Return the verdict as lines of text: for each mistake its title, the facts, where to look, and its code last."""
    if verdict.passed:
        return str(verdict)
    lines = [_headline(verdict)]
    for told in _told(verdict):
        lines += [f"  {line}" for line in (told.title, *told.messages) if line]
        lines += [_indented(f"{told.label}: {hint}") for hint in told.hints]
        for example in told.examples:
            lines += [_indented(f"An example on other data: {example.says}"), textwrap.indent(example.code, "      ")]
        lines += [textwrap.indent(trace, "    ") for trace in told.traces]
        lines.append(f"    code: {told.code}")
    return "\n".join(lines)


def as_html(verdict: Verdict, below: str = "") -> str:
    """Return the verdict as a box: a headline, then each mistake with its example folded away and its code last.

    `below` is HTML to stand at the end of the box. A fold-out is a `details` element: front ends that sanitize HTML
    let it through, and the keyboard reaches its `summary`.
    """
    mark = f"✓ passed · {points(verdict)}" if verdict.passed else f"✗ not yet · {points(verdict)}"
    if verdict.is_undecided:
        mark = f"not graded · {points(verdict, earned='?')}"
    edge = _UNDECIDED if verdict.is_undecided else _EDGE[verdict.passed]
    lines = [f"<strong>{html.escape(verdict.exercise)}</strong> · {mark}"]
    for told in _told(verdict):
        title = [f"<div><strong>{with_code(told.title)}</strong></div>"] if told.title else []
        lines += ['<div style="margin-top: 0.6em">', *title]
        lines += [f"<div>{with_code(message)}</div>" for message in told.messages]
        lines += [f"<div>{told.label}: {with_code(hint)}</div>" for hint in told.hints]
        for example in told.examples:
            lines.append(
                f"<details>{_summary('An example on other data')}{with_code(example.says)}"
                f'<pre style="{_PRE}"><code>{html.escape(example.code, quote=False)}</code></pre></details>'
            )
        for trace in told.traces:
            lines.append(
                f"<details>{_summary('The error of the check')}"
                f'<pre style="{_PRE}">{html.escape(trace, quote=False)}</pre></details>'
            )
        lines.append(f'<div style="font-size: 85%">code: <code>{html.escape(told.code)}</code></div></div>')
    return boxed([*lines, *([below] if below else [])], edge)


def boxed(lines: list[str], edge: str) -> str:
    """Return lines of HTML in a box with a left edge of this colour. A screen reader reads it when it appears."""
    return "\n".join([f'<div role="status" style="{_BOX.format(edge=edge)}">', *lines, "</div>"])


class _Told(NamedTuple):
    """What is said of all findings with one code: each title, hint and example once."""

    title: str
    messages: list[str]
    label: str
    hints: list[str]
    examples: list[Example]
    traces: list[str]
    code: str


def _told(verdict: Verdict) -> list[_Told]:
    """Return what is said of the findings, those with the same code together."""
    told = []
    for code in dict.fromkeys(verdict.codes):
        alike = [finding for finding in verdict.findings if finding.code == code]
        own = [finding.example or example_of(code) for finding in alike]
        told.append(
            _Told(
                _title(code),
                list(dict.fromkeys(finding.message for finding in alike)),
                "What to do" if code in _TO_DO else "Where to look",
                list(dict.fromkeys(finding.hint for finding in alike if finding.hint)),
                list(dict.fromkeys(example for example in own if example is not None)),
                [finding.trace for finding in alike if finding.trace],
                code,
            )
        )
    return told


def _title(code: str) -> str:
    """Return the title of a code as a sentence, "" if it has none."""
    title = title_of(code)
    return f"{title}." if title else ""


def _in_one_line(finding: Finding) -> str:
    return " ".join(filter(None, [_title(finding.code), finding.message, f"({finding.code})"]))


def _indented(text: str) -> str:
    return textwrap.fill(text, 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _summary(text: str) -> str:
    """Return the visible line of a fold-out, with the triangle that nbgrader's pages would hide."""
    return (
        f'<summary style="display: list-item; cursor: pointer; width: fit-content; padding: 0 0.3em">{text}</summary>'
    )
