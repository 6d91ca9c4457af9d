"""Render the class report as one HTML page that contains its style and pictures. Its one script sorts tables."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.core import palette
from grader.core.html_text import with_code
from grader.core.numbers import counted
from grader.grading.report import drawings, rows, summary
from grader.grading.report.rows import ClassData

# The one script of the page, which sorts tables. The browser is told to run no other, by the hash of its text.
_SORTING = resources.files("grader.grading.report").joinpath("templates", "sort.js").read_text(encoding="utf-8")
_SORTING_HASH = base64.b64encode(hashlib.sha256(_SORTING.encode()).digest()).decode()
MAX_STUDENTS_NAMED = 12  # of one code; the table of all students shows the others


def page(data: ClassData, made: dt.datetime) -> str:
    """Return the page. All text from students is escaped."""
    bars = summary.histogram(data.graded, data.max_points)
    spread = summary.spread(data.graded)
    return _environment().get_template("report.html.j2").render(
        data=data,
        made=made,
        spread=spread,
        histogram=drawings.histogram(bars, spread, data.max_points) if spread else None,
        heat_map=drawings.heat_map(summary.heat_map(data), data.parts) if spread else None,
        parts=summary.by_part(data),
        codes=summary.to_teach_again(data),
        not_graded=data.in_state(rows.NOT_GRADED),
        not_handed_in=data.in_state(rows.NOT_HANDED_IN),
        outdated=[row.student for row in data.rows if row.outdated],
        problems=[row for row in data.rows if row.problem],
        has_names=any(row.name for row in data.rows),
        has_penalties=any(row.late_penalty for row in data.rows),
        has_sections=any(part.section for part in data.parts),
        has_titles=any(part.title for part in data.parts),
        sorting=Markup(_SORTING),  # noqa: S704 - this package's own file
        sorting_hash=_SORTING_HASH,
        late=[row for row in data.rows if row.late],
        extended=[row for row in data.rows if row.is_extended],
        waiting=[row for row in data.rows if row.waiting],
        file_notes=[row for row in data.rows if row.file_note],
        most_named=MAX_STUDENTS_NAMED,
        palette=palette,
    )  # fmt: skip


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.grading.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["number"] = lambda value: f"{value:,.6g}" if value < 1e6 else f"{value:,.0f}"  # noqa: PLR2004
    environment.filters["percent"] = lambda share: f"{share:.0%}"
    environment.filters["place"] = lambda value: f"{value:.1f}".removesuffix(".0")
    environment.filters["with_code"] = lambda text: Markup(with_code(text))  # noqa: S704 - `with_code` escapes the text
    environment.filters["students"] = lambda count: counted(count, "student")
    return environment
