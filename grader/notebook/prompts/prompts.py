"""What the cells of a lesson call besides checks: none of it is graded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from grader.notebook import progress, progress_file
from grader.notebook.prompts import arrange, own_lines
from grader.notebook.prompts.ask import ask
from grader.notebook.reader import is_grading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from torch import nn

    from grader.core.exercise import Lesson

    Ranges = Mapping[str, tuple[float, float]]

NOT_YET = "Nothing to compare yet: run the cells above, solve their exercises, then run this cell again."
KEPT = "Kept. Run on: a cell further down sets it against what happened."


class Prediction(NamedTuple):
    """A question, and the range of numbers that each of its options stands for: from the first up to the second."""

    question: str
    options: Ranges


class Learning:
    """The predictions of one lesson, its lines to be ordered, and questions about the learner's `own` lines.

    `own` are stages of the training loop, from `grader.notebook.prompts.steps`: each is asked for.
    """

    def __init__(self, lesson: Lesson, own: tuple[str, ...]) -> None:
        self._lesson = lesson
        self._own = own
        self._asked: dict[str, Prediction] = {}
        self._answers: dict[str, str] = {}

    def predict(self, name: str, question: str, options: Ranges) -> None:
        """Ask for a prediction, called `name`, of a number that a later cell measures; keep the answer.

        Each option stands for the numbers from its first up to, not including, its second.
        """
        self._asked[name] = Prediction(question, options)
        ask(question, list(options), lambda option: self._keep(name, option), self.answer(name))

    def compare(self, name: str, measure: Callable[[], float], says: str) -> None:
        """Set the answer to prediction `name` against what `measure` returns, told as `says`, a format string.

        `measure` may stop with an error: then the exercises that it looks at are not solved yet.
        """
        try:
            number = float(measure())
        except Exception:  # noqa: BLE001 - the learner's objects are not there yet, or are something else
            number = math.nan
        if name not in self._asked or not math.isfinite(number):
            print(NOT_YET)
            return
        options = self._asked[name].options
        true = next((option for option, (low, high) in options.items() if low <= number < high), "none of these")
        said = self.answer(name)
        print(f"You said: {said}." if said else "You made no prediction.")
        print(f"It was:   {true}{', as you said' if said == true else ''}: {says.format(number)}.")

    def answer(self, name: str) -> str | None:
        """Return what was answered, now or before this start of the kernel; None where nothing was."""
        if is_grading():
            return None
        options = self._asked[name].options if name in self._asked else ()
        said = self._answers.get(name) or progress_file.read(self._lesson.name).answers.get(name)
        return said if said in options else None

    def arrange(self) -> None:
        """Show the five lines of a training loop, to be put in order."""
        key = "order of the loop"
        known = self._answers.get(key) or progress_file.read(self._lesson.name).answers.get(key, "")
        arrange.show(known.split(), lambda order: self._keep(key, " ".join(order)))

    def progress(self) -> None:
        """Print which exercises passed, now or before this start of the kernel, and the points so far."""
        print(progress.as_table(self._lesson))

    def own_lines(self, network: nn.Module) -> None:
        """Ask which of the learner's own lines did what in the loop that trained `network`."""
        if not is_grading():
            own_lines.show(self._lesson, network, self._own)

    def _keep(self, name: str, answer: str) -> str:
        self._answers[name] = answer
        progress_file.keep(self._lesson.name, progress_file.Kept(answers=dict(self._answers)))
        return KEPT
