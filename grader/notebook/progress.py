"""Progress through a lesson: which exercises passed, in this kernel or before it, what is left, and predictions."""

from __future__ import annotations

import html
from typing import NamedTuple

from grader.core.exercise import Lesson
from grader.core.verdict import Verdict
from grader.notebook import progress_file
from grader.notebook.prompts import field_guide

MAX_EXERCISES_NAMED = 3
NAME_WIDTH = 16  # characters of the column of names, if no name is longer


class State(NamedTuple):
    """How far one exercise is. `earlier`: known from before this kernel started, or from another one."""

    name: str
    max_points: float
    points: float = 0.0
    passed: bool = False
    checked: bool = False
    earlier: bool = False

    def as_line(self, width: int) -> str:
        """Return the state as a line, with the name filled up to `width` characters."""
        state = "passed" if self.passed else "not yet" if self.checked else "not checked yet"
        when = ", before this start of the kernel" if self.earlier else ""
        return f"{self.name:{width}} {self.points:3g} of {self.max_points:2g}  {state}{when}"


def note(lesson: Lesson, verdict: Verdict) -> None:
    """Remember a verdict for this kernel, and for the next ones if that can be done."""
    lesson.results[verdict.exercise] = verdict
    checks = {name: progress_file.Earned(known.points, known.passed) for name, known in lesson.results.items()}
    progress_file.keep(lesson.name, field_guide.note(lesson, verdict) | progress_file.Kept(checks))


def states(lesson: Lesson) -> list[State]:
    """Return the state of each exercise: what this kernel saw counts before what is kept."""
    before = progress_file.read(lesson.name).checks
    return [_state(lesson, name, exercise.points, before) for name, exercise in lesson.exercises.items()]


def _state(lesson: Lesson, name: str, worth: float, before: dict[str, progress_file.Earned]) -> State:
    now = lesson.results.get(name)
    if now is not None:
        return State(name, worth, now.points, now.passed, checked=True)
    if name in before and 0 <= before[name].points <= worth:
        return State(name, worth, before[name].points, before[name].passed, checked=True, earlier=True)
    return State(name, worth)


def as_table(lesson: Lesson) -> str:
    """Return a line for each exercise, one for all, and one for the predictions that were compared."""
    every = states(lesson)
    width = max(NAME_WIDTH, *(len(state.name) for state in every))
    lines = [*(state.as_line(width) for state in every), summary(every)]
    came_true = predictions(lesson)
    if came_true:
        lines.append(f"Predictions: {sum(came_true)} of {len(came_true)} right.")
    if any(state.earlier for state in every):
        lines.append("What is from before counts once its check has run again.")
    return "\n".join(lines)


def predictions(lesson: Lesson) -> list[bool]:
    """Return for each prediction that was compared, in this kernel or before it, whether it came true."""
    return [*(progress_file.read(lesson.name).predicted | lesson.predicted).values()]


def summary(every: list[State]) -> str:
    passed, earned = sum(s.passed for s in every), sum(s.points for s in every)
    worth = sum(s.max_points for s in every)
    told = f"{passed} of {len(every)} exercises passed, {earned:g} of {worth:g} points"
    earlier = sum(s.passed and s.earlier for s in every)
    return f"{told} ({earlier} passed before this start of the kernel)" if earlier else told


def left(every: list[State]) -> str:
    """Name the exercises that did not pass yet, the first few of them."""
    names = [s.name for s in every if not s.passed]
    if not names:
        return "nothing is left"
    more = len(names) - MAX_EXERCISES_NAMED
    named = ", ".join(names[:MAX_EXERCISES_NAMED])
    return f"left: {named} and {more} more" if more > 0 else f"left: {named}"


def bar(lesson: Lesson) -> tuple[str, str]:
    """Return the progress as a line of text and as HTML, to stand below a verdict."""
    every = states(lesson)
    text = f"{summary(every)}; {left(every)}"
    return text, as_bar(every, html.escape(text), "; margin-top: 0.5em; font-size: 90%")


def as_bar(every: list[State], label: str, style: str = "") -> str:
    """Return a bar that is as full as exercises passed, with `label` above it, both HTML."""
    passed = sum(state.passed for state in every)
    return (
        f'<label style="display: block{style}">{label}<br>'
        f'<progress max="{len(every)}" value="{passed}" style="width: 100%; max-width: 24em"></progress></label>'
    )
