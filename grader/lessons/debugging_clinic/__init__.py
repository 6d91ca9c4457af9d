"""Lesson 3, six training functions that run and learn badly: what each exercise expects.

Thresholds come from `grader calibrate`; docs/calibration.md shows the distributions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

import torch

from grader.core.exercise import Exercise, Lesson, Threshold
from grader.core.verdict import Finding
from grader.evidence.challenges import Challenge
from grader.evidence.functions import Function
from grader.evidence.values import Value
from grader.judges.functions.diagnosis import expect_diagnosis
from grader.judges.functions.repairs import Repair, expect_reaching, expect_repairs
from grader.judges.functions.trials import expect_trials
from grader.judges.parts.objective import Goal, Objective
from grader.lessons.answers import as_judge
from grader.lessons.debugging_clinic import remarks
from grader.lessons.debugging_clinic.cases import GIVEN, SICK
from grader.lessons.debugging_clinic.mornings import Mornings, short_runs, whole_runs
from grader.lessons.debugging_clinic.recall import RECALLS, Recall
from grader.lessons.debugging_clinic.suspects import LINEUPS
from grader.lessons.debugging_clinic.symptoms import CASES, CHOICES, PREDICTIONS, RIGHT
from grader.lessons.regression import LINE, averaged, averaged_over_pairs, summed, summed_over_pairs
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

MISTAKEN = [
    ("broadcast-target", averaged_over_pairs),
    ("wrong-reduction", summed),
    ("broadcast-target", summed_over_pairs),
]


def objective(task: Mornings) -> Objective:
    return Objective(task.x, task.y, averaged, MISTAKEN)


def mended(task: Mornings, rate: float = LEARNING_RATE) -> Repair:
    """Plain training: gradient descent at the given rate, for as many epochs as the task says."""
    return Repair(objective(task), LINE, task.epochs, "SGD", rate)


def both(task: Mornings) -> tuple[Repair, Repair]:
    return mended(task, TRIED[0]), mended(task, TRIED[1])


def goal(task: Mornings, threshold: float = LOSS_THRESHOLD) -> Goal:
    about = objective(task)._replace(any_multiple=True)
    return Goal(about, [LINE], task.epochs, threshold, SLOWEST, updates_worth=1, loss_worth=1, history_worth=1)


CODES = CHOICES  # what the lesson shows to choose from

lesson = Lesson("03_debugging_clinic", "debugging_clinic")


def _diagnosis(number: int, title: str) -> Exercise:
    """Declare the exercise `diagnosis_NUMBER`, which asks for the code of what ails a function."""
    name, place = f"diagnosis_{number}", number - 1

    def judge(**given: Value) -> Iterator[Finding]:
        yield from expect_diagnosis(given[name], RIGHT[place], CASES[place], PREDICTIONS, CHOICES)

    return lesson.exercise(points=1, remark=remarks.DIAGNOSES[place])(as_judge(judge, name, title, {name: Value}))


def _case(
    number: int, title: str, remark: str, expect: Callable[..., Iterator[Finding]] = expect_repairs,
    right: Callable[[Mornings], object] = mended,
) -> Exercise:  # fmt: skip
    """Declare the exercise `case_NUMBER`, which asks for the repaired function: it has to train as `right` says."""
    name = f"case_{number}"

    def judge(*, seed: int, **given: Function) -> Iterator[Finding]:
        yield from expect(given[name], short_runs(seed), right)

    takes = {name: Annotated[Function, Challenge(short_runs, practice=1)], "seed": int}
    return lesson.exercise(points=1, given=GIVEN[number - 1], remark=remark)(as_judge(judge, name, title, takes))


diagnosis_1 = _diagnosis(1, "The code of what ails the first function.")
case_1 = _case(1, "A function whose predictions and targets had different shapes, repaired.", remarks.CASE_1)
diagnosis_2 = _diagnosis(2, "The code of what ails the second function.")
case_2 = _case(2, "A function whose loss was cut from its graph, repaired.", remarks.CASE_2)
diagnosis_3 = _diagnosis(3, "The code of what ails the third function.")


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


diagnosis_4 = _diagnosis(4, "The code of what ails the fourth function.")
case_4 = _case(
    4, "A function whose second run continued the first, repaired.", remarks.CASE_4, expect_trials, both,
)  # fmt: skip
diagnosis_5 = _diagnosis(5, "The code of what ails the fifth function.")
case_5 = _case(
    5, "A function that kept its losses with their graphs, which never went backward, repaired.", remarks.CASE_5
)
diagnosis_6 = _diagnosis(6, "The code of what ails the sixth function.")
case_6 = _case(6, "A function that trained a copy, repaired.", remarks.CASE_6)


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
