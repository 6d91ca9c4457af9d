"""How long a lesson takes, counted in its notebook: `python -m tools.minutes` prints it beside what the lesson says.

The reader is a slow one, nineteen years old, whose first language is not English and who meets all of it for the
first time. A learner who needs twice the time that is promised concludes that they are slow.

- reading: its prose and what its cells print, at 130 words a minute: adults read 238 of English non-fiction, most of
  them from 175 to 300, and those whose first language is another read fewer, of dense text fewer still (M. Brysbaert,
  "How many words do we read per minute?", Journal of Memory and Language 109, 2019);
- code: each line of the cells that are given and not folded away, at 6 lines a minute: 500 an hour are the most that
  reviewers, who know the language well, take in with care (J. Cohen, "Best Kept Secrets of Peer Code Review", 2006);
- predictions: each prediction and each question on an earlier lesson, at 50 s, an estimate of our own;
- figures: each at 90 s, an estimate of our own: most have controls, and the text asks to use them;
- exercises: each point at 2.5 minutes, in lessons 3 and 4, whose points are few, at 3.5: estimates of our own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from grader import lessons
from grader.devtools.sample_answers import is_solution, source_of
from grader.grading.verdicts.notebook_cells import is_graded
from tests.support.classroom import solution

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS_A_MINUTE = 130
CODE_LINES_A_MINUTE = 6
MINUTES_A_PREDICTION = 50 / 60
MINUTES_A_FIGURE = 1.5
MINUTES_A_POINT = 2.5
MINUTES_A_LARGE_POINT = 3.5
LARGE_POINTS = ("03_debugging_clinic", "04_capstone")
"""Lessons with few points, each for more work."""
MARGIN = 0.1
"""The fraction by which a count may lie outside of what the lesson says."""

_SAID = re.compile(r"\b(\d+) to (\d+) minutes")
_WORD = re.compile(r"\w+(?:[.'-]\w+)*")
_PREDICTION = re.compile(r"\bcheck(?:\.\w+)?\.(?:predict|recall)\(")


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
    sources = [source_of(cell) for cell in code]
    shown = [source_of(cell) for cell in code if not _is_folded(cell)]
    lines = [line for source in shown for line in source.splitlines() if line.strip()]
    minutes_a_point = MINUTES_A_LARGE_POINT if lesson in LARGE_POINTS else MINUTES_A_POINT
    words = len(_WORD.findall(_without_addresses(prose))) + len(_WORD.findall(" ".join(printed)))
    return Minutes(
        words / WORDS_A_MINUTE,
        len(lines) / CODE_LINES_A_MINUTE,
        len(_PREDICTION.findall("\n".join(sources))) * MINUTES_A_PREDICTION,
        sum(_is_figure(output) for cell in code for output in cell["outputs"]) * MINUTES_A_FIGURE,
        lessons.find(lesson).points * minutes_a_point,
    )


def said(lesson: str) -> tuple[int, int]:
    """Return from how many to how many minutes the lesson's first cell says that it takes."""
    found = _SAID.search(source_of(solution(lesson)["cells"][0]))
    if found is None:
        raise ValueError(f'the first cell of {lesson} does not say "... to ... minutes"')
    return int(found[1]), int(found[2])


def agree(lesson: str) -> bool:
    """Return whether the count lies where the lesson says, give or take MARGIN."""
    least, most = said(lesson)
    return (1 - MARGIN) * least <= count(lesson).total <= (1 + MARGIN) * most


def _printed(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            yield "".join(output["text"])


def _is_folded(cell: dict[str, Any]) -> bool:
    """Return whether JupyterLab shows only the first line of the cell, which asks a question."""
    return bool(cell["metadata"].get("jupyter", {}).get("source_hidden"))


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
