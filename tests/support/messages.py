"""What every sample answer is told, recorded: one file a lesson in tests/messages/, one line an answer and exercise.

A line holds the answer's name, the exercise, the points, and code, message and hint of each finding. Whoever changes a
judge or its words sees the effect in the diff of these files. `pytest tests/lessons --update-messages` rewrites them.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

from grader.core.verdict import points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.core.verdict import Verdict

FOLDER = Path(__file__).parents[1] / "messages"
BETWEEN = " | "
# Sums come out a little different on another processor, and a run that diverges enlarges the difference.
WITHIN, NEXT_TO_NOTHING = 0.02, 1e-5
_CELL = re.compile(r"<cell \d+>")  # tests.support.answers counts its cells, whichever answers run in that process
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.]*\d)")


def lines(answer: str, verdicts: Mapping[str, Verdict]) -> list[str]:
    """Return one line for each exercise, in the order of the lesson."""
    return [_line(answer, exercise, verdict) for exercise, verdict in verdicts.items()]


def _line(answer: str, exercise: str, verdict: Verdict) -> str:
    told = [text for f in verdict.findings for text in (f"{f.code}: {f.message}", f"Hint: {f.hint}")]
    return _CELL.sub("<cell>", BETWEEN.join([answer, exercise, points(verdict), *told])).replace("\n", "\\n")


def recorded(lesson: str) -> dict[str, list[str]]:
    """Return the recorded lines of a lesson by the name of the answer; none where nothing was recorded yet."""
    path = FOLDER / f"{lesson}.txt"
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        found.setdefault(line.partition(BETWEEN)[0], []).append(line)
    return found


def record(lesson: str, told: Mapping[str, list[str]], names: Iterable[str]) -> None:
    """Write the lines of the answers in `told`; of the others in `names`, all that exist, keep those recorded."""
    kept = recorded(lesson) | told
    text = "".join(f"{line}\n" for name in sorted(names) for line in kept.get(name, ()))
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{lesson}.txt").write_text(text, encoding="utf-8")


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
