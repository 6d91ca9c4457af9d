"""The judge of a diagnosis: the code of a mistake, named from what could be seen of it.

A code predicts what would be seen, a case says what is seen. A wrong code is answered with the first thing that it
predicts and the case contradicts. No finding says what the right code is.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from grader.core.catalogue import CATALOGUE, found
from grader.core.verdict import Finding
from grader.evidence.values import Value
from grader.judges.findings import at_most_one

NEAREST = 3
ALIKE = 0.5  # fraction of characters that two codes have in common, as difflib counts it


class Seen(NamedTuple):
    """The state of one thing that can be observed. `says` goes on after "But here"."""

    state: str
    says: str


Case = dict[str, Seen]  # by the thing that is looked at; the symptom that was complained of comes first


class Predicted(NamedTuple):
    """What a code predicts for one thing: its state. `says` goes on after "If that were the cause,"."""

    thing: str
    state: str
    says: str


@at_most_one
def expect_diagnosis(
    diagnosis: Value,
    right: Collection[str],
    case: Case,
    predictions: Mapping[str, Sequence[Predicted]],
    table: Collection[str],
) -> Finding | None:
    """One of the codes that are `right`, as a text; a wrong one is compared with what the `case` shows.

    `table` holds the codes that the lesson shows to choose from.
    """
    name = diagnosis.name
    if diagnosis.kind != "text" or diagnosis.text is None:
        told = f"`{name}` is {diagnosis}. The exercise asks for one code, as a text in quotation marks."
        look = "Copy the code from the table of codes, with its hyphens, and put it between quotation marks."
        return found("wrong-type", told, hint=look)
    written = diagnosis.text.strip()
    code = written.lower()
    if code in right:
        return None
    if code not in CATALOGUE:
        meant = [known for known in table if CATALOGUE[known].means == written]
        near = f"It is what `{meant[0]}` means. Write the code itself." if meant else _nearest(code, table)
        return found("unknown-code", f"`{name}` is {written!r}, which is not a code. {near}")
    against = contradiction(code, case, predictions)
    if against is None and code not in table:
        return found(
            "unknown-code",
            f"`{name}` is `{code}`. Other checks use this code, but it is not in the table above. "
            "Which code of the table names the cause?",
        )
    complaint = next(iter(case.values()))
    against = against or f'That code means "{CATALOGUE[code].means}". But here {complaint.says}.'
    return found("wrong-diagnosis", f"`{name}` is `{code}`. {against}")


def contradiction(code: str, case: Case, predictions: Mapping[str, Sequence[Predicted]]) -> str | None:
    """Return two sentences: what `code` would look like, and what contradicts it in the case. None if nothing does."""
    for thing, state, says in predictions.get(code, ()):
        if case[thing].state != state:
            return f"If that were the cause, {says}. But here {case[thing].says}."
    return None


def _nearest(code: str, table: Collection[str]) -> str:
    spelt = code.lower().replace(" ", "-").replace("_", "-")
    nearest = difflib.get_close_matches(spelt, table, NEAREST, ALIKE)
    if not nearest:
        return "No code of the table is spelt like it."
    return f"The nearest {'is' if len(nearest) == 1 else 'are'} {', '.join(f'`{each}`' for each in nearest)}."
