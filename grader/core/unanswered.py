"""Find answers that no judge can look at: their evidence contradicts itself, names do not exist, or they are blank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.core.catalogue import found
from grader.core.cell_source import same_code
from grader.core.left_behind import with_cause
from grader.core.numbers import listed, sentence
from grader.evidence.consistency import contradiction
from grader.evidence.functions import Function
from grader.evidence.values import Kind, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.core.exercise import Exercise
    from grader.core.finding import Finding
    from grader.evidence.errors import Raised
    from grader.evidence.evidence import Evidence

Parts = dict[str, Any]  # what was collected of each name that an exercise asks about


def why_unanswered(exercise: Exercise, evidence: Evidence, parts: Parts) -> Finding | None:
    """Return the finding for an answer that the exercise's judge cannot look at, None for any other."""
    absent = [name for name, part in parts.items() if part is None]
    if absent:
        return found("cell-missing", f"The check did not report anything about {listed(absent)}.")
    problem = contradiction(evidence)
    if problem is not None:
        return found("evidence-malformed", sentence(f"The check's report contradicts itself: {problem}"))
    return _missing(exercise, evidence, parts) or _untouched(exercise, evidence, parts)


def _missing(exercise: Exercise, evidence: Evidence, parts: Parts) -> Finding | None:
    """Return a finding if names of the exercise do not exist."""
    missing = _of_kind(exercise, "missing", parts)
    if not missing:
        return None
    facts = f"{listed(missing)} {'does' if len(missing) == 1 else 'do'} not exist."
    hint = None
    if evidence.raised:
        facts += sentence(f" The cell above stopped with {evidence.raised}")
        hint = (
            "A cell that stops with an error defines nothing below the line that stopped. Repair that line, run "
            "that cell, and then run this one again."
        )
    hint = _comes_first(exercise, missing) or hint
    return with_cause(found("missing-name", facts, hint=hint), evidence.left)


def _untouched(exercise: Exercise, evidence: Evidence, parts: Parts) -> Finding | None:
    """Return a finding if some of the exercise is still as it was handed out."""
    placeholders = _of_kind(exercise, "placeholder", parts)
    functions = {name: part for name, part in parts.items() if isinstance(part, Function)}
    blank = [name for name, each in functions.items() if each.blank]
    given = [name for name, each in functions.items() if exercise.given and same_code(each.source, exercise.given)]
    then = "run that cell, and then run this one again."
    if placeholders:
        facts = f"{listed(placeholders)} {'is' if len(placeholders) == 1 else 'are'} still `...`"
        early = _comes_first(exercise, placeholders)
        hint = early or f"Replace each `...` in the cell above with your own code, {then}"
    elif blank:
        facts = f"`{blank[0]}` does nothing yet"
        hint = f"Write the lines of the function `{blank[0]}` in the cell above, {then}"
    elif given:
        facts = f"`{given[0]}` is still as it was handed out"
        hint = f"Edit the function `{given[0]}` in the cell above, {then} Changes to another function do not count."
    else:
        return None
    if evidence.raised is None:
        return found("not-attempted", f"{facts}.", hint=hint)
    return with_cause(cut_short(facts, evidence.raised), evidence.left)


def cut_short(facts: str, raised: Raised) -> Finding:
    """Return the finding for something that is not there, because the cell that should make it stopped."""
    told = f"{facts.removesuffix('.')}, because the cell above stopped with {raised}"
    return found("raised-an-error", sentence(told))


def _comes_first(exercise: Exercise, names: Sequence[str]) -> str | None:
    """Return a hint if an earlier exercise asks for one of the names, otherwise None."""
    early = next((name for name in names if name in exercise.earlier), None)
    if early is None:
        return None
    return (
        f"`{early}` belongs to exercise `{exercise.earlier[early][0]}`, which comes first. Solve that one if you have "
        "not yet, and run its cells. Then run the cells of this exercise."
    )


def _of_kind(exercise: Exercise, kind: Kind, parts: Parts) -> list[str]:
    """Return the names of this kind, except for those that are optional."""
    values = {name: part if isinstance(part, Value) else part.value for name, part in parts.items()}
    return [name for name, value in values.items() if name not in exercise.optional and value.kind == kind]
