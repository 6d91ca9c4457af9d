"""What the cells of a lesson call besides checks: none of it is graded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from torch import nn

from grader.core.exercise import Lesson
from grader.notebook import ending, frontend, progress, progress_file
from grader.notebook.prompts import arrange, field_guide, own_lines
from grader.notebook.prompts.ask import Answer, Question, ask, ask_number, plain
from grader.notebook.prompts.prediction import Choice, Number, Ranges, kind_of, typed_number
from grader.notebook.prompts.puzzles import LOOP, Puzzle

NOT_YET = "Nothing to compare yet: run the cells above, solve their exercises, then run this cell again."
KEPT = "Saved. Carry on: a later cell compares your prediction with what happened."
NOT_ASKED = 'There is no question "{}" yet. Run the cell that asks it, then run this cell again.'


class Prediction(NamedTuple):
    """A question, and what kind of answer it asks for."""

    question: str
    kind: Choice | Number


class Learning:
    """The predictions of one lesson, its lines to be ordered, and questions about the learner's `own` lines.

    `own` are stages of the training loop, from `grader.notebook.prompts.steps`: each gets a question.
    """

    def __init__(self, lesson: Lesson, own: tuple[str, ...] = ()) -> None:
        self._lesson = lesson
        self._own = own
        self._asked: dict[str, Prediction] = {}
        self._answers: dict[str, str] = {}
        self._takes: dict[str, Answer] = {}  # what takes an answer in code, by the question's name
        self._recalled: list[str] = []  # questions about earlier lessons: the first is called "recall 1"

    def predict(
        self, name: str, question: str, options: Ranges | Sequence[str] | None = None, within: float = 0.05
    ) -> None:
        """Ask for a prediction, called `name`, of what a later cell measures; keep the answer.

        `options` is one of three things: names of options, each with the range of numbers that it stands for, from the
        first up to, not including, the second; or their names alone, one of which is measured; or None for a number,
        which is right if it differs from the measured one by at most the fraction `within`.
        """
        kind = kind_of(options, within)
        self._asked[name] = Prediction(question, kind)
        said = self._said(name)
        if isinstance(kind, Number):
            asked = Question(name, question, "0.25")
            self._takes[name] = ask_number(asked, lambda text: self._keep_number(name, text), said or "")
        else:
            asked = Question(name, question, str(len(kind.options)))
            self._takes[name] = ask(asked, kind.options, lambda option: self._keep(name, option), said)

    def compare(self, name: str, measure: Callable[[], Any], says: str, why: str | None = None) -> None:
        """Compare the answer to prediction `name` with what `measure` returns, told as `says`, a format string.

        `why` is one line that explains what happened; it is shown after a wrong prediction. `measure` may stop with an
        error: then the exercises that it looks at are not solved yet.
        """
        try:
            kind = self._asked[name].kind
            measured = kind.usable(measure())
        except Exception:  # noqa: BLE001 - the learner's objects are not there yet, or are something else
            measured = None
        if measured is None:
            print(NOT_YET)
            return
        said = self._said(name)
        print(plain(kind.told(said, measured, says.format(measured))))
        if said is None:
            return
        right = kind.is_right(said, measured)
        if why and not right:
            print(plain(why))
        self._lesson.predicted[name] = right
        progress_file.keep(self._lesson.name, progress_file.Kept(predicted=dict(self._lesson.predicted)))

    def recall(self, question: str, options: Mapping[str, str], right: str) -> None:
        """Ask about something that was taught earlier. Each option has its explanation; `right` is the right one.

        If nobody can press a button, the question is printed with its answer. Raises ValueError if `right` is not
        one of the options.
        """
        if right not in options:
            raise ValueError(f"the right answer {right!r} is not one of the options {[*options]}")
        key = f"recall: {question}"

        def answered(option: str) -> str:
            self._keep(key, option)
            return f"{'Right.' if option == right else 'Not quite.'} {options[option]}"

        if question not in self._recalled:
            self._recalled.append(question)
        asked = Question(f"recall {self._recalled.index(question) + 1}", question, "1")
        known = self._known(key)
        self._takes[asked.name] = ask(asked, list(options), answered, known if known in options else None)
        front_end = frontend.here()
        if not (front_end.has_widgets or front_end.can_answer):
            print(f"\nAnswer: {right}\n{plain(options[right])}\n")

    def answer(self, name: str, given: Any) -> None:
        """Answer the question `name` in code, and print the reply.

        `given` is the number of an option, or the option itself; a number, if the question wants one; or the numbers
        of lines in their order, such as "2 1 3".
        """
        if name not in self._takes:
            print(NOT_ASKED.format(name))
            return
        try:
            print(plain(self._takes[name](given)))
        except ValueError as error:
            print(error)

    def _said(self, name: str) -> str | None:
        """Return what was predicted, now or before this start of the kernel; None if nothing was."""
        if name not in self._asked:
            return None
        said = self._known(name)
        return said if self._asked[name].kind.is_answer(said) else None

    def arrange(self, puzzle: Puzzle = LOOP) -> None:
        """Show the lines of a training loop, to be put in order: lesson 1's five, or those of another puzzle."""
        known = (self._known(puzzle.key) or "").split()
        self._takes[puzzle.key] = arrange.show(known, lambda lines: self._keep(puzzle.key, " ".join(lines)), puzzle)

    def progress(self) -> None:
        """Print which exercises passed, now or before this start of the kernel, and the points so far.

        In a front end a box below says what comes next.
        """
        print(progress.as_table(self._lesson))
        if frontend.is_live():
            ending.show(self._lesson)

    def own_lines(self, network: nn.Module) -> None:
        """Ask which of the learner's own lines did what in the loop that trained `network`."""
        if not frontend.is_grading():
            self._takes |= own_lines.show(self._lesson, network, self._own)

    def field_guide(self) -> None:
        """Show a card for each mistake that the learner made and repaired in this lesson."""
        field_guide.show(self._lesson)

    def _known(self, key: str) -> str | None:
        return self._answers.get(key) or progress_file.read(self._lesson.name).answers.get(key)

    def _keep_number(self, name: str, text: str) -> str:
        try:
            return self._keep(name, f"{typed_number(text):.10g}")
        except ValueError as error:
            return str(error)

    def _keep(self, name: str, answer: str) -> str:
        self._answers[name] = answer
        progress_file.keep(self._lesson.name, progress_file.Kept(answers=dict(self._answers)))
        return KEPT
