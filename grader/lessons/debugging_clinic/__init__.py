"""Lesson 3, six training functions that run and learn badly: what each exercise expects.

Thresholds come from `grader calibrate`; docs/calibration.md shows the distributions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

import torch
from torch import Tensor, optim

from grader.core.exercise import Lesson, Threshold
from grader.core.verdict import Finding
from grader.evidence.challenges import Challenge
from grader.evidence.functions import Function
from grader.evidence.values import Value
from grader.judges.functions.diagnosis import expect_diagnosis
from grader.judges.functions.repairs import Repair, expect_reaching, expect_repairs
from grader.judges.functions.trials import expect_trials
from grader.judges.parts.objective import Goal, Objective
from grader.judges.parts.structure import Structure, one_layer
from grader.lessons.debugging_clinic import remarks
from grader.lessons.debugging_clinic.cases import GIVEN, SICK
from grader.lessons.debugging_clinic.mornings import Mornings, short_runs, whole_runs
from grader.lessons.debugging_clinic.recall import RECALLS, Recall
from grader.lessons.debugging_clinic.suspects import LINEUPS
from grader.lessons.debugging_clinic.symptoms import CASES, CHOICES, PREDICTIONS, RIGHT
from grader.notebook.prompts.prompts import Learning
from grader.notebook.session import begin

# Temperature of a morning in degrees Celsius, and cups of cocoa sold.
MORNINGS = [(-2.8, 63), (-2.1, 58), (-1.2, 51), (-0.4, 46), (0.5, 37), (1.3, 34), (2.2, 25), (2.9, 22)]
X = torch.tensor([[morning[0]] for morning in MORNINGS])
Y = torch.tensor([[float(morning[1])] for morning in MORNINGS])
LEARNING_RATE = 0.1
TRIED = (0.01, 0.1)  # the learning rates that the fourth function compares
LOSS_THRESHOLD = 10.0  # any rate from 0.03 to 0.25 ends below it in 60 epochs; 0.01 and 0.5 never do
SLOWEST = 0.03

LINE = Structure("", "w x + b", one_layer, lambda x, weight, bias: x @ weight.T + bias)


def averaged(predictions: Tensor, targets: Tensor) -> Tensor:
    """Mean squared error, row by row."""
    return ((predictions - targets) ** 2).mean()


def summed(predictions: Tensor, targets: Tensor) -> Tensor:
    return ((predictions - targets) ** 2).sum()


def spread(predictions: Tensor, targets: Tensor) -> Tensor:
    """Every prediction against every target: what shapes (n, 1) and (n,) give."""
    return ((predictions.reshape(-1, 1) - targets.reshape(1, -1)) ** 2).mean()


MISTAKEN = [
    ("broadcast-target", spread),
    ("wrong-reduction", summed),
    ("broadcast-target", lambda p, t: spread(p, t) * len(p) ** 2),
]


def objective(task: Mornings) -> Objective:
    return Objective(task.x, task.y, averaged, MISTAKEN)


def mended(task: Mornings, rate: float = LEARNING_RATE) -> Repair:
    """Plain training: gradient descent at the given rate, for as many epochs as the task says."""
    return Repair(objective(task), LINE, task.epochs, "SGD", rate, lambda p: optim.SGD(p, lr=rate))


def both(task: Mornings) -> tuple[Repair, Repair]:
    return mended(task, TRIED[0]), mended(task, TRIED[1])


def goal(task: Mornings, threshold: float = LOSS_THRESHOLD) -> Goal:
    about = objective(task)._replace(any_multiple=True)
    return Goal(about, [LINE], task.epochs, threshold, SLOWEST, updates_worth=1, loss_worth=1, history_worth=1)


CODES = CHOICES  # what the lesson shows to choose from
SHORT = Challenge(short_runs, practice=1)

lesson = Lesson("03_debugging_clinic", "debugging_clinic")


@lesson.exercise(points=1, remark=remarks.DIAGNOSES[0])
def diagnosis_1(diagnosis_1: Value) -> Iterator[Finding]:
    """The code of what ails the first function."""
    yield from expect_diagnosis(diagnosis_1, RIGHT[0], CASES[0], PREDICTIONS, CHOICES)


@lesson.exercise(points=1, given=GIVEN[0], remark=remarks.CASE_1)
def case_1(case_1: Annotated[Function, SHORT], seed: int) -> Iterator[Finding]:
    """A function whose predictions and targets had different shapes, repaired."""
    yield from expect_repairs(case_1, short_runs(seed), mended)


@lesson.exercise(points=1, remark=remarks.DIAGNOSES[1])
def diagnosis_2(diagnosis_2: Value) -> Iterator[Finding]:
    """The code of what ails the second function."""
    yield from expect_diagnosis(diagnosis_2, RIGHT[1], CASES[1], PREDICTIONS, CHOICES)


@lesson.exercise(points=1, given=GIVEN[1], remark=remarks.CASE_2)
def case_2(case_2: Annotated[Function, SHORT], seed: int) -> Iterator[Finding]:
    """A function whose loss was cut from its graph, repaired."""
    yield from expect_repairs(case_2, short_runs(seed), mended)


@lesson.exercise(points=1, remark=remarks.DIAGNOSES[2])
def diagnosis_3(diagnosis_3: Value) -> Iterator[Finding]:
    """The code of what ails the third function."""
    yield from expect_diagnosis(diagnosis_3, RIGHT[2], CASES[2], PREDICTIONS, CHOICES)


@lesson.exercise(
    points=1,
    given=GIVEN[2],
    remark=remarks.case_3,
    thresholds={
        "loss": Threshold(
            LOSS_THRESHOLD,
            "the loss that the repaired function has to get below",
            "docs/calibration.md: learning rates from 0.03 to 0.25 end below 10, and 0.01 and 0.5 never do",
        )
    },
)
def case_3(
    case_3: Annotated[Function, Challenge(whole_runs, practice=1)], seed: int, thresholds: Mapping[str, float]
) -> Iterator[Finding]:
    """A function whose steps were too large, repaired: any learning rate and optimizer that get there."""
    yield from expect_reaching(case_3, whole_runs(seed), lambda task: goal(task, thresholds["loss"]))


@lesson.exercise(points=1, remark=remarks.DIAGNOSES[3])
def diagnosis_4(diagnosis_4: Value) -> Iterator[Finding]:
    """The code of what ails the fourth function."""
    yield from expect_diagnosis(diagnosis_4, RIGHT[3], CASES[3], PREDICTIONS, CHOICES)


@lesson.exercise(points=1, given=GIVEN[3], remark=remarks.CASE_4)
def case_4(case_4: Annotated[Function, SHORT], seed: int) -> Iterator[Finding]:
    """A function whose second run continued the first, repaired."""
    yield from expect_trials(case_4, short_runs(seed), both)


@lesson.exercise(points=1, remark=remarks.DIAGNOSES[4])
def diagnosis_5(diagnosis_5: Value) -> Iterator[Finding]:
    """The code of what ails the fifth function."""
    yield from expect_diagnosis(diagnosis_5, RIGHT[4], CASES[4], PREDICTIONS, CHOICES)


@lesson.exercise(points=1, given=GIVEN[4], remark=remarks.CASE_5)
def case_5(case_5: Annotated[Function, SHORT], seed: int) -> Iterator[Finding]:
    """A function that kept its losses with their graphs, which never went backward, repaired."""
    yield from expect_repairs(case_5, short_runs(seed), mended)


@lesson.exercise(points=1, remark=remarks.DIAGNOSES[5])
def diagnosis_6(diagnosis_6: Value) -> Iterator[Finding]:
    """The code of what ails the sixth function."""
    yield from expect_diagnosis(diagnosis_6, RIGHT[5], CASES[5], PREDICTIONS, CHOICES)


@lesson.exercise(points=1, given=GIVEN[5], remark=remarks.CASE_6)
def case_6(case_6: Annotated[Function, SHORT], seed: int) -> Iterator[Finding]:
    """A function that trained a copy, repaired."""
    yield from expect_repairs(case_6, short_runs(seed), mended)


def patient(number: int) -> Callable[..., list]:
    """Return the training function of case `number` as its owner brought it, before its code is shown."""
    return SICK[number - 1]


def question(number: int) -> Recall:
    """Return a question on lessons 1 and 2, with its options and the right one."""
    return RECALLS[number - 1]


def suspects(number: int) -> tuple[str, tuple[str, ...]]:
    """Return question and options of the first guess of case `number`."""
    return f"What do you suspect first in case {number}?", LINEUPS[number - 1].suspects


def cause(number: int, diagnosis: object) -> tuple[Callable[[], str], str, str]:
    """Return what the first guess of case `number` is compared with, once the `diagnosis` is right."""
    lineup = LINEUPS[number - 1]

    def measured() -> str:
        if not isinstance(diagnosis, str) or diagnosis.strip().lower() not in RIGHT[number - 1]:
            raise ValueError("the diagnosis does not name the cause yet")
        return lineup.cause

    return measured, lineup.fact, lineup.why


learning = Learning(lesson, own=())
ask = learning  # `check.ask.predict` works in every lesson, also in one with an exercise called `predict`
predict, compare, recall, answer = learning.predict, learning.compare, learning.recall, learning.answer
arrange, own_lines = learning.arrange, learning.own_lines
progress, field_guide = learning.progress, learning.field_guide
begin(lesson)
