"""Questions about the lines that the learner wrote, answered from their syntax tree and the recorded run."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from grader.core.exercise import Lesson
from grader.evidence.runs import Run
from grader.notebook.prompts.ask import Answer, Question, ask
from grader.notebook.prompts.steps import BACKWARD, DOES, STEP, ZERO, Line, loop_lines
from grader.notebook.recording.recorder import recorder

QUESTIONS = {
    STEP: "Which of your lines changed the parameters of `{}`?",
    BACKWARD: "Which of your lines filled `.grad`?",
    ZERO: "Which of your lines cleared `.grad`?",
}
NONE_HERE = "This lesson has no questions about your own lines."
FIRST = "Questions about your own lines come here once exercise training has passed: then run this cell again."
ELSEWHERE = "Your loop is not a plain loop in the cell that trained, so there are no questions about its lines."


def show(lesson: Lesson, network: nn.Module, stages: Sequence[str]) -> dict[str, Answer]:
    """Ask a question for each of `stages` about the cell that trained `network` last, once `training` has passed.

    Returns what takes an answer in code, by the question's name.
    """
    if not stages:
        print(NONE_HERE)
        return {}
    verdict = lesson.results.get("training")
    if verdict is None or not verdict.passed or not isinstance(network, nn.Module):
        print(FIRST)
        return {}
    source = recorder.source_of(network)
    name = next(iter(lesson.exercises["training"].collectors))
    lines = loop_lines(source, name)
    runs = recorder.history(network).runs
    asked = [stage for stage in stages if [line.does for line in lines].count(stage) == 1]
    if len(lines) < 3 or not asked or not runs:  # noqa: PLR2004 - two lines leave nothing to choose
        print(ELSEWHERE)
        return {}
    return {f"own {stage}": _ask(stage, lines, name, runs[-1]) for stage in asked}


def _ask(stage: str, lines: list[Line], name: str, run: Run) -> Answer:
    does = {line.source: line.does for line in lines}

    def reply(option: str) -> str:
        if does[option] == stage:
            return f"Right: `{option}` {DOES[stage]}. {fact(stage, run)}"
        return f"No: `{option}` {DOES[does[option]]}."

    return ask(Question(f"own {stage}", QUESTIONS[stage].format(name), "1"), list(does), reply, code=True)


def fact(stage: str, run: Run) -> str:
    """Return what the recorded run says of a stage, in numbers."""
    if stage == STEP and len(run.before):
        ends = f"{_first(run.before[0])} to {_first(run.last)}"
        return f"It ran {run.steps} times: the first of {run.size} parameters went from {ends}."
    if stage == BACKWARD and len(run.arrived):
        sizes = f"{_size(run.arrived[0])} in epoch 1, {_size(run.arrived[-1])} at the end"
        return f"The size of the gradient was {sizes}."
    if stage == ZERO and len(run.gradient) > 1:
        same = torch.allclose(run.gradient[1], run.arrived[1])
        return "So your second step used the gradient of its own epoch alone." if same else ""
    return ""


def _first(numbers: Tensor) -> str:
    return f"{float(numbers.reshape(-1)[0]):.4g}" if numbers.numel() else "?"


def _size(gradient: Tensor) -> str:
    return f"{float(gradient.norm()):.4g}"
