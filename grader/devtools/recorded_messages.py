"""What the sample answers are told, recorded: one file for each lesson, one line for each exercise that lost points.

A line holds the answer's name, the exercise, the points, and code, message and hint of each finding. If you change a
judge or its words, the diff of these files shows the effect. `grader try LESSON --write` and
`pytest tests/lessons/test_answers.py --update-messages` rewrite them.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from grader.core.verdict import points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.core.verdict import Verdict

BETWEEN = " | "
# Sums come out a little different on another processor, and a run that diverges enlarges the difference.
WITHIN, NEXT_TO_NOTHING = 0.02, 1e-5
_CELL = re.compile(r"<cell \d+>")  # the runner counts its cells, whichever answers run in that process
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.]*\d)")


def lines(answer: str, verdicts: Mapping[str, Verdict]) -> list[str]:
    """Return one line for each exercise with a finding, in the order of the lesson."""
    return [_line(answer, exercise, verdict) for exercise, verdict in verdicts.items() if verdict.findings]


def _line(answer: str, exercise: str, verdict: Verdict) -> str:
    told = [text for f in verdict.findings for text in (f"{f.code}: {f.message}", f"Hint: {f.hint}")]
    return _CELL.sub("<cell>", BETWEEN.join([answer, exercise, points(verdict), *told])).replace("\n", "\\n")


def recorded(path: Path) -> dict[str, list[str]]:
    """Return the recorded lines by the name of the answer; none if nothing was recorded yet."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        found.setdefault(line.partition(BETWEEN)[0], []).append(line)
    return found


def record(path: Path, told: Mapping[str, list[str]], names: Iterable[str]) -> None:
    """Write the lines of the answers in `told`, and keep those recorded of the other answers in `names`.

    A recorded line stays as it is if only the rounding of its numbers differs.
    """
    known = recorded(path)
    new = {name: lines for name, lines in told.items() if differences({name: lines}, known)}
    kept = known | new
    text = "".join(f"{line}\n" for name in sorted(names) for line in kept.get(name, ()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def differences(told: Mapping[str, list[str]], known: Mapping[str, list[str]]) -> list[str]:
    """Return, as lines of a diff, what the answers in `told` are told now and what was recorded of them."""
    found = []
    for name, now in sorted(told.items()):
        before = known.get(name, [])
        if len(now) == len(before) and all(map(alike, now, before)):
            continue
        found += [f"- {line}" for line in before if not any(alike(line, other) for other in now)]
        found += [f"+ {line}" for line in now if not any(alike(line, other) for other in before)]
    return found


def alike(one: str, other: str) -> bool:
    """Tell whether two lines have the same words and, but for rounding, the same numbers."""
    if one == other:
        return True
    if _NUMBER.sub("#", one) != _NUMBER.sub("#", other):
        return False
    numbers = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=WITHIN, abs_tol=NEXT_TO_NOTHING) for a, b in numbers)
