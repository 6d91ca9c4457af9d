"""Lesson 4, the capstone: what each exercise expects of a learner who designs everything, and its points.

    split        X_train, y_train, X_val, y_val   600 rows split: each once, 10 to 40 % for validation           2
    model        model                            4 features in, a probability, a score or two scores out        1
    criterion    criterion                        a loss for what `model` gives: `criterion(model(X), y)`        1
    optimizer    optimizer                        any, over all parameters of `model`                            1
    training     train_losses, val_losses         `model` learns from the training rows 2, each curve is true 1  4
    stopping     best_epoch, model                the epoch (from 1) of the lowest validation loss 1, `model` as
                                                  it was then 1                                                  2
    saved_state  state_file, reloaded             a file with the state, and a new network that it went into     1
    predict      predict(X)                       raw features (n, 4) -> 0 or 1 for each, (n, 1)                 4

The league is the student's own, one of LEAGUES: check.league() draws it in the notebook, and the judge draws the same.

Any network, loss, optimizer, batches and way of stopping are right that do these. Columns may be scaled by numbers from
the training rows, before the network or in it; `predict` always gets the raw features. Its accuracy on new matches of
the same league earns the points of TIERS, which docs/calibration.md accounts for: nobody is right more than 92 times of
100 in the long run.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Annotated

import torch
from torch import Tensor

from grader.core.exercise import AlsoNeeds, Lesson, SeededProbes, Threshold
from grader.core.variants import student_here
from grader.core.verdict import Finding
from grader.evidence.challenges import Challenge
from grader.evidence.criteria import Pairs, pairs
from grader.evidence.errors import Raised
from grader.evidence.files import StateFile
from grader.evidence.functions import Function
from grader.evidence.losses import CriterionOnForms, Losses
from grader.evidence.networks import Network, Probes
from grader.evidence.optimizers import Optimizer, Owner
from grader.evidence.values import Value
from grader.judges.own_design.curves import Rows
from grader.judges.own_design.network import expect_designed_network, expect_no_look_at_validation
from grader.judges.own_design.others_rows import Tables, expect_no_others_rows
from grader.judges.own_design.predictions import Asked, Tier, expect_predictions
from grader.judges.own_design.run import expect_designed_run
from grader.judges.own_design.saved import expect_saved_state
from grader.judges.own_design.split import expect_split
from grader.judges.own_design.stopping import expect_best_state
from grader.judges.parts.optimizer import expect_any_optimizer
from grader.judges.parts.suitable_criterion import ONE_HOT, PROBABILITY, SCORE, TWO, expect_suitable_criterion
from grader.lessons.capstone import remarks
from grader.lessons.capstone.league import LEAGUES, UPSETS, public
from grader.lessons.capstone.league import league as league_of
from grader.lessons.capstone.review import QUESTIONS
from grader.notebook.prompts import epoch_order
from grader.notebook.prompts.prompts import Learning
from grader.notebook.prompts.steps import STEP, ZERO
from grader.notebook.session import begin

NEW_MATCHES = 2000
LEARNED = 0.62  # of the training rows right; a straight cut has some 0.73, a coin 0.5
TIERS = (Tier(0.80, 4), Tier(0.76, 3), Tier(0.65, 2), Tier(0.57, 1))

# Rows of a league, whichever it is, then of sizes that only a sigmoid keeps between 0 and 1.
_ROWS = public(LEAGUES[0])[0]
_SOME = torch.cat([_ROWS[:64], 1000 * _ROWS[:16], -1000 * _ROWS[:16]])
SOME_ROWS = Probes(_SOME)
TO_BE_TRAINED = Probes(_SOME, graph=True)
_ANSWERS = [1.0, 0.0, 1.0, 1.0]
_GUESSES = ([0.9, 0.1, 0.8, 0.7], [0.5, 0.5, 0.5, 0.5], [0.1, 0.9, 0.2, 0.3])  # right, unsure, wrong
_LARGE = [4.0, -3.0, 5.0, 2.0]


def _two_scores(*, one_hot: bool) -> Pairs:
    answers = torch.tensor(_ANSWERS)
    targets = torch.stack([1 - answers, answers], dim=1) if one_hot else answers.long()
    made = [torch.tensor([[1 - guess, guess] for guess in guesses]) for guesses in _GUESSES]
    return Pairs(tuple((scores, targets) for scores in made))


FORMS = {
    PROBABILITY: pairs(*((guesses, _ANSWERS) for guesses in _GUESSES)),
    SCORE: pairs(*((guesses, _ANSWERS) for guesses in _GUESSES), (_LARGE, _ANSWERS)),
    TWO: _two_scores(one_hot=False),
    ONE_HOT: _two_scores(one_hot=True),
}

PARTS = ("model", "X_train", "y_train", "X_val", "y_val")

lesson = Lesson("04_capstone", "capstone", variants=LEAGUES)


def league() -> tuple[Tensor, Tensor]:
    """Return the matches of the learner's league: features (600, 4) and results (600, 1); say which league that is."""
    variant, student = lesson.variant_here(), student_here()
    print(f"league {variant}, for {student.encode('utf-8', 'replace').decode()}")
    X, y = public(variant)
    return X.clone(), y.clone()


def tables(variant: int) -> Tables:
    """Return what tells the rows of other leagues from those of this one."""
    return Tables(
        f"league {variant}", lambda: ((f"league {other}", public(other)[0]) for other in LEAGUES if other != variant)
    )


@lesson.exercise(points=2, remark=remarks.split)
def split(X_train: Value, y_train: Value, X_val: Value, y_val: Value, variant: int) -> Iterator[Finding]:
    """The league's rows, split into two sets."""
    findings = expect_split(X_train, y_train, X_val, y_val, *public(variant))
    yield from expect_no_others_rows(findings, (X_train, X_val), tables(variant))


@lesson.exercise(points=1, remark=remarks.model)
def model(model: Annotated[Network, TO_BE_TRAINED], variant: int) -> Iterator[Finding]:
    """A network for four features and two classes."""
    problems = list(expect_designed_network(model, len(SOME_ROWS.inputs)))
    yield from problems or expect_no_look_at_validation(model, public(variant)[0])


@lesson.exercise(points=1, remark=remarks.CRITERION)
def criterion(
    criterion: Annotated[CriterionOnForms, tuple(FORMS.items())], model: Annotated[Network, SOME_ROWS]
) -> Iterator[Finding]:
    """A loss for what the network gives."""
    yield from expect_suitable_criterion(criterion, model, FORMS)


@lesson.exercise(points=1, remark=remarks.optimizer)
def optimizer(optimizer: Optimizer, model: Owner) -> Iterator[Finding]:
    """Any optimizer over the parameters of `model`."""
    yield from expect_any_optimizer(optimizer, model)


@lesson.exercise(points=4, optional=("train_losses", "val_losses"), remark=remarks.training)
def training(
    model: Annotated[Network, AlsoNeeds(("X_train", "X_val"))],
    train_losses: Value,
    val_losses: Value,
    criterion: Annotated[Losses, AlsoNeeds(PARTS)],
    X_train: Value,
    y_train: Value,
    X_val: Value,
    y_val: Value,
    raised: Raised | None,
) -> Iterator[Finding]:
    """A run on the training rows: learning 2, the training curve 1, the validation curve 1."""
    rows = Rows.of(X_train, y_train, X_val, y_val)
    yield from expect_designed_run(model, train_losses, val_losses, criterion, rows, LEARNED, raised)


@lesson.exercise(points=2, remark=remarks.stopping)
def stopping(
    best_epoch: Value,
    model: Owner,
    val_losses: Value,
    criterion: Annotated[Losses, AlsoNeeds(PARTS)],
    X_train: Value,
    y_train: Value,
    X_val: Value,
    y_val: Value,
) -> Iterator[Finding]:
    """The epoch of the lowest validation loss 1, and the network as it was then 1."""
    rows = Rows.of(X_train, y_train, X_val, y_val)
    yield from expect_best_state(best_epoch, model, val_losses, criterion, rows)


@lesson.exercise(points=1, optional=("reloaded",), remark=remarks.SAVED_STATE)
def saved_state(
    state_file: StateFile,
    reloaded: Annotated[Network, SOME_ROWS],
    model: Annotated[Network, SOME_ROWS],
    raised: Raised | None,
) -> Iterator[Finding]:
    """The network's state in a file, and in a new network."""
    yield from expect_saved_state(state_file, reloaded, model, raised)


class NewMatches:
    """One call of `predict`: on these rows."""

    def __init__(self, rows: Tensor) -> None:
        self.rows = rows

    def arguments(self) -> tuple[Tensor]:
        return (self.rows.clone(),)

    def probes(self) -> None:
        return None


@functools.lru_cache(maxsize=256)
def asked(seed: int, variant: int) -> Asked:
    """Return new matches of a student's league, chosen by the challenge's seed, beside those that the student has."""
    return Asked(league_of(variant).matches(NEW_MATCHES, seed), public(variant))


def tasks(seed: int, variant: int) -> list[NewMatches]:
    """Return the calls of `predict`."""
    return [NewMatches(rows) for rows in asked(seed, variant).inputs]


def _on_new_matches(predict: Function, seed: int, variant: int) -> str:
    return remarks.predictions(predict, asked(seed, variant).new[1], UPSETS)


@lesson.exercise(
    points=4,
    remark=_on_new_matches,
    thresholds={
        f"accuracy_{tier.points:g}": Threshold(
            tier.accuracy,
            f"the fraction of new matches about which `predict` has to be right for {tier.points:g} of 4 points",
            "docs/calibration.md, 04_capstone",
        )
        for tier in TIERS
    },
)
def predict(
    predict: Annotated[Function, Challenge(tasks, practice=1)],
    model: Annotated[Network, SeededProbes(lambda seed, variant: Probes(asked(seed, variant).new[0]))],
    seed: int,
    variant: int,
    thresholds: Mapping[str, float],
) -> Iterator[Finding]:
    """A function that answers 0 or 1 for new matches."""
    tiers = [tier._replace(accuracy=thresholds[f"accuracy_{tier.points:g}"]) for tier in TIERS]
    yield from expect_predictions(predict, model, asked(seed, variant), tiers, tables(variant))


learning = Learning(lesson, own=(ZERO, STEP))
ask = learning  # `predict` is an exercise here, so `check.ask.predict` asks for predictions
compare, recall, answer = learning.compare, learning.recall, learning.answer
own_lines, progress, field_guide = learning.own_lines, learning.progress, learning.field_guide
begin(lesson)


def review() -> None:
    """Ask about lessons 1 to 3: which loss, which shape, which mode. The cell does not show the answers."""
    for number, (question, options, right) in enumerate(QUESTIONS, 1):
        recall(f"{number} of {len(QUESTIONS)}. {question}", options, right)


def arrange() -> None:
    """Show the lines of an epoch that trains, measures and keeps the best state, to be put in order."""
    learning.arrange(epoch_order)
