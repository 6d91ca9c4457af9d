"""How long a lesson takes, counted in its notebook: `python -m tools.minutes` prints it beside what the lesson says.

- reading: its prose and what its cells print, at 200 words a minute: adults read 238 of English non-fiction, most of
  them from 175 to 300, and those whose first language is another read fewer (M. Brysbaert, "How many words do we read
  per minute?", Journal of Memory and Language 109, 2019);
- code: each line of the cells that are given, at 500 lines an hour, the most that reviewers take in with care
  (J. Cohen, "Best Kept Secrets of Peer Code Review", 2006);
- predictions: each prompt to predict, at 20 s, an estimate of our own;
- figures: each at 20 s, an estimate of our own;
- exercises: each point at a minute, a rule of thumb by which written examinations are timed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from grader import lessons
from grader.devtools.sample_answers import is_solution, source_of
from grader.grading.notebook_verdicts import is_graded
from tests.support.classroom import solution

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS_A_MINUTE = 200
CODE_LINES_A_MINUTE = 500 / 60
PREDICTIONS_A_MINUTE = 3
FIGURES_A_MINUTE = 3
POINTS_A_MINUTE = 1
MARGIN = 0.1
"""The share by which a count may lie outside of what the lesson says."""

_SAID = re.compile(r"\b(\d+) to (\d+) minutes")
_WORD = re.compile(r"\w+(?:[.'-]\w+)*")
_PREDICTION = re.compile(r"\*\*Predict")


class Minutes(NamedTuple):
    """What a lesson takes, each in minutes."""

    reading: float
    code: float
    predictions: float
    figures: float
    exercises: float

    @property
    def total(self) -> float:
        return sum(self)


def count(lesson: str) -> Minutes:
    """Return how long the lesson's notebook takes, as a fresh run leaves it."""
    cells = solution(lesson)["cells"]
    prose = "\n".join(source_of(cell) for cell in cells if cell["cell_type"] == "markdown")
    code = [cell for cell in cells if cell["cell_type"] == "code" and not is_graded(cell) and not is_solution(cell)]
    printed = [text for cell in code for text in _printed(cell)]
    lines = [line for cell in code for line in source_of(cell).splitlines() if line.strip()]
    words = len(_WORD.findall(_without_addresses(prose))) + len(_WORD.findall(" ".join(printed)))
    return Minutes(
        words / WORDS_A_MINUTE,
        len(lines) / CODE_LINES_A_MINUTE,
        len(_PREDICTION.findall(prose)) / PREDICTIONS_A_MINUTE,
        sum(_is_figure(output) for cell in code for output in cell["outputs"]) / FIGURES_A_MINUTE,
        lessons.find(lesson).points / POINTS_A_MINUTE,
    )


def said(lesson: str) -> tuple[int, int]:
    """Return from how many to how many minutes the lesson's first cell says that it takes."""
    found = _SAID.search(source_of(solution(lesson)["cells"][0]))
    if found is None:
        raise ValueError(f"the first cell of {lesson} does not say «… to … minutes»")
    return int(found[1]), int(found[2])


def agree(lesson: str) -> bool:
    """Return whether the count lies where the lesson says, give or take MARGIN."""
    least, most = said(lesson)
    return (1 - MARGIN) * least <= count(lesson).total <= (1 + MARGIN) * most


def _printed(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            yield "".join(output["text"])


def _is_figure(output: dict[str, Any]) -> bool:
    return any(kind.startswith("image/") or "widget-view" in kind for kind in output.get("data", {}))


def _without_addresses(prose: str) -> str:
    return re.sub(r"\]\([^)]*\)", "]", prose)


def main() -> None:
    """Print a table."""
    print(f"{'minutes':22}", *(f"{name:>11}" for name in Minutes._fields), f"{'together':>11}   the lesson says")
    for lesson in lessons.MODULES:
        counted = count(lesson)
        columns = (f"{minutes:11.1f}" for minutes in (*counted, counted.total))
        print(f"{lesson:22}", *columns, "  {} to {}".format(*said(lesson)))


if __name__ == "__main__":
    main()
