"""Explains an error by the first rule that is sure, and else tells what the names of its line stood for.

The rules are imported when the first error happens.
"""

from __future__ import annotations

import html
import importlib
import re
from typing import TYPE_CHECKING, Any

from grader.core.html_text import with_code
from grader.core.verdict import boxed
from grader.evidence.errors import ESCAPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from grader.notebook.errors.situation import Explanation

EDGE = "#0072B2"
# The modules of rules, "syntax" for syntax_errors.py, in the order in which they are asked. A module that imports
# another one comes after it.
KINDS = "syntax none name network saving call attribute number position sklearn shape dtype gradient tensor value"


def is_own(filename: str) -> bool:
    """Tell whether a file is one of the notebook's cells."""
    return bool(re.search(r"ipykernel_\d+[/\\]|^<ipython-input", filename))


def chain_of(trace: TracebackType | None) -> Iterator[TracebackType]:
    """Yield the parts of a traceback, the outermost first."""
    while trace is not None:
        yield trace
        trace = trace.tb_next


def explain(
    error: BaseException, names: Mapping[str, Any], sources: tuple[str, ...], made_by: Mapping[str, str]
) -> Explanation | None:
    """Return the explanation of an error, None if nothing is known of it. Never raises.

    `names` are the notebook's, `sources` the cells that ran, the oldest first, and `made_by` tells which exercise makes
    a name.
    """
    try:
        for kind in KINDS.split():
            importlib.import_module(f"grader.notebook.errors.{kind}_errors")  # most cells need no rules
        from grader.notebook.errors import facts, rules, situation  # noqa: PLC0415 - most cells need none

        met = situation.Situation(error, names, sources, made_by)
        return None if met.is_on_purpose else rules.explanation_of(met) or facts.facts(met)
    except Exception:  # noqa: BLE001 - an explanation that fails must not come on top of the learner's error
        return None


def explain_value(
    name: str, value: Any, told: str, names: Mapping[str, Any], sources: tuple[str, ...]
) -> Explanation | None:
    """Return why `name` has a value that a check did not expect: None, the report of a load, a function without return.

    `told` is what the check says. None unless it tells of this kind of value. Never raises.
    """
    try:
        from grader.notebook.errors import common_causes, none_errors  # noqa: PLC0415 - most checks need no rules

        if common_causes.is_load_report(value) or ("not a network" in told and common_causes.is_state(value)):
            return common_causes.explain_state(name, value)
        if "None" not in told:
            return None
        if value is None:
            return none_errors.explain_none(name, sources, names)
        return none_errors.explain_call(name, sources, names) if callable(value) else None
    except Exception:  # noqa: BLE001 - as in `explain`: no error on top of another
        return None


def as_text(explanation: Explanation) -> str:
    """Return the explanation as three lines: what happened, what shows it, and where to look."""
    return f"{explanation.title}.\n{explanation.evidence}\nWhere to look: {explanation.look}"


def as_html(explanation: Explanation, whole: str = "") -> str:
    """Return the explanation as a box of its own. `whole` is the traceback with all frames, folded away."""
    fold = f"<details><summary>The whole traceback</summary><pre>{html.escape(ESCAPES.sub('', whole))}</pre></details>"
    return boxed([inside(explanation), *([fold] if whole else [])], EDGE)


def inside(explanation: Explanation) -> str:
    """Return the explanation as HTML without a box, to be put into the box of a check."""
    title, evidence, look = map(with_code, (explanation.title, explanation.evidence, explanation.look))
    return (
        f'<div style="margin-top: 0.4em"><strong>{title}.</strong></div>'
        f"<div>{evidence}</div><div>Where to look: {look}</div>"
    )
