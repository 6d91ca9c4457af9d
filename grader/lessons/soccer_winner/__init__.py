"""Lesson 2, is a team likely to win: what each exercise expects.

Thresholds come from `grader calibrate`; docs/calibration.md shows the distributions.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator, Mapping
from typing import Annotated

import torch
from torch import Tensor, nn, optim
from torch.nn import functional

from grader.core.catalogue import found
from grader.core.exercise import Lesson, SeededProbes, Threshold
from grader.core.verdict import Finding
from grader.evidence.challenges import Challenge
from grader.evidence.criteria import Criterion, pairs
from grader.evidence.errors import Raised
from grader.evidence.functions import Function
from grader.evidence.networks import Network, Probes
from grader.evidence.optimizers import Optimizer, Owner
from grader.evidence.values import Value
from grader.judges.functions.calls import expect_callable
from grader.judges.functions.classifier import expect_classifier, expect_probabilities
from grader.judges.functions.repairs import Repair, expect_repairs
from grader.judges.parts.accuracy import Question, Rows, expect_accuracy
from grader.judges.parts.criterion import expect_criterion
from grader.judges.parts.data import expect_number, expect_tensor
from grader.judges.parts.modes import expect_one_mode, with_its_mode
from grader.judges.parts.network import expect_network
from grader.judges.parts.objective import Goal, Objective
from grader.judges.parts.optimizer import expect_optimizer
from grader.judges.parts.scale import readings
from grader.judges.parts.structure import Structure, two_layers
from grader.judges.training.any_scale import expect_training_on_any_scale
from grader.lessons.soccer_winner import remarks
from grader.lessons.soccer_winner.tables import SEASON, NetworkAndTable, matches, new_model, rows_of, runs, tables
from grader.notebook.prompts.prompts import Learning
from grader.notebook.prompts.steps import BACKWARD, ZERO
from grader.notebook.session import begin

# Average goals scored, the opponent's average goals conceded, and whether the team won.
MATCHES = [
    (3.0, 0.5, 1), (1.0, 1.0, 0), (0.5, 2.0, 0), (2.0, 1.5, 1), (3.5, 3.0, 1), (2.0, 2.5, 0),
    (1.5, 1.0, 1), (0.5, 0.5, 0), (2.5, 0.8, 1), (2.1, 2.0, 0), (1.2, 0.5, 1), (0.7, 1.5, 0),
]  # fmt: skip
FEATURES, TARGETS = rows_of(MATCHES)
SEASON_FEATURES, SEASON_TARGETS = rows_of(SEASON)
LEARNING_RATE = 0.1
EPOCHS = 50
LOSS_THRESHOLD = 0.15  # one correct run in 25,000 ends above it, dead networks aside
HELD_OUT_ACCURACY = 0.9

ON_THE_MATCHES = Probes(FEATURES, both_modes=True)
UNTRAINED = Probes(FEATURES, both_modes=True, graph=True)
ON_THE_SEASON = Probes(torch.cat([FEATURES, SEASON_FEATURES]), both_modes=True)
PROBES = pairs(([0.8, 0.3, 0.6], [1.0, 0.0, 0.0]), ([0.9], [1.0]), ([0.2, 0.7], [1.0, 1.0]))


def entropy(predictions: Tensor, targets: Tensor) -> Tensor:
    """Mean binary cross-entropy; NaN for predictions that are not probabilities."""
    # No branch: under vmap these names hold the predictions of many networks at once.
    known = ((predictions >= 0) & (predictions <= 1)).all() & ((targets >= 0) & (targets <= 1)).all()
    given, wanted = (torch.where(known, numbers, 0.5) for numbers in (predictions, targets))
    entropies = functional.binary_cross_entropy(given, wanted)
    return entropies * torch.where(known, 1.0, math.nan)


def summed_entropy(predictions: Tensor, targets: Tensor) -> Tensor:
    return entropy(predictions, targets) * len(targets)


def entropy_of_sigmoid(predictions: Tensor, targets: Tensor) -> Tensor:
    """Binary cross-entropy with another sigmoid before it."""
    return functional.binary_cross_entropy_with_logits(predictions, targets)


def spread_entropy(predictions: Tensor, targets: Tensor) -> Tensor:
    """Every prediction against every target: what shapes (n, 1) and (n,) give in a formula of one's own."""
    return entropy(*torch.broadcast_tensors(predictions.reshape(-1, 1), targets.reshape(1, -1)))


def spread_squares(predictions: Tensor, targets: Tensor) -> Tensor:
    return ((predictions.reshape(-1, 1) - targets.reshape(1, -1)) ** 2).mean()


MISTAKEN = [
    ("sigmoid-twice", entropy_of_sigmoid),
    ("wrong-reduction", summed_entropy),
    ("broadcast-target", spread_entropy),
    ("broadcast-target", spread_squares),
]


def _two_layers(hidden, out):  # noqa: ANN001, ANN202
    return lambda x, w1, b1, w2, b2: out(hidden(x @ w1.T + b1) @ w2.T + b2)


def _same(x: Tensor) -> Tensor:
    return x


CLASSIFIER = Structure("", "sigmoid(Linear(ReLU(Linear(x))))", two_layers, _two_layers(torch.relu, torch.sigmoid))
STRUCTURES = [
    CLASSIFIER,
    Structure(
        "sigmoid-missing", "scores without a sigmoid", two_layers, _two_layers(torch.relu, _same), torch.sigmoid,
    ),
    Structure(
        "sigmoid-twice", "a sigmoid of a sigmoid", two_layers,
        _two_layers(torch.relu, lambda x: torch.sigmoid(torch.sigmoid(x))),
    ),
    Structure(
        "wrong-module", "two linear layers without a ReLU between them",
        two_layers, _two_layers(_same, torch.sigmoid),
    ),
    Structure(
        "wrong-module", "a hidden layer with tanh in place of ReLU",
        two_layers, _two_layers(torch.tanh, torch.sigmoid),
    ),
    Structure(
        "wrong-module", "a hidden layer with sigmoids in place of ReLU",
        two_layers, _two_layers(torch.sigmoid, torch.sigmoid),
    ),
    Structure(
        "wrong-module", "a ReLU at the end in place of the sigmoid",
        two_layers, _two_layers(torch.relu, torch.relu),
    ),
    Structure(
        "sigmoid-missing", "a tanh at the end, from -1 to 1, in place of the sigmoid",
        two_layers, _two_layers(torch.relu, torch.tanh),
    ),
]  # fmt: skip

lesson = Lesson("02_soccer_winner", "soccer_winner")
lesson.data = {"X": FEATURES, "y": TARGETS}


@lesson.exercise(points=2, remark=remarks.DATA)
def data(X: Value, y: Value) -> Iterator[Finding]:  # noqa: N803 - the learner's name
    """Features (12, 2) and targets (12, 1)."""
    yield from expect_tensor(X, FEATURES)
    yield from expect_tensor(y, TARGETS)


@lesson.exercise(points=2, remark=remarks.model)
def model(model: Annotated[Network, UNTRAINED]) -> Iterator[Finding]:
    """Linear(2, 10), ReLU, Linear(10, 1), Sigmoid."""
    layers = ["Linear(2, 10)", "ReLU()", "Linear(10, 1)", "Sigmoid()"]
    wrong = list(expect_network(model, layers, [(10, 2), (10,), (1, 10), (1,)], FEATURES, STRUCTURES))
    yield from wrong or expect_one_mode(model, ", ".join(layers))


@lesson.exercise(points=2, remark=remarks.CRITERION)
def criterion(criterion: Annotated[Criterion, PROBES]) -> Iterator[Finding]:
    """Binary cross-entropy."""
    mistaken = {
        "the sum of the losses of the rows, not their mean": ("wrong-reduction", summed_entropy),
        "the loss of sigmoid(prediction), as BCEWithLogitsLoss computes it": ("sigmoid-twice", entropy_of_sigmoid),
        "the mean squared error": ("wrong-criterion", lambda p, t: ((p - t) ** 2).mean()),
        "the mean absolute error": ("wrong-criterion", lambda p, t: (p - t).abs().mean()),
        "the binary cross-entropy with its sign flipped": ("wrong-criterion", lambda p, t: -entropy(p, t)),
    }
    yield from expect_criterion(criterion, PROBES, entropy, mistaken)


@lesson.exercise(points=1, remark=remarks.BCE_BY_HAND)
def bce_by_hand(bce_by_hand: Value) -> Iterator[Finding]:
    """-log(0.8), the loss of predicting 0.8 for a win."""
    mistaken = {
        -math.log(0.2): ("wrong-values", "that is the loss of predicting 0.8 for a match that was not won"),
        math.log(0.8): ("wrong-values", "the loss is minus the logarithm, so it is never below 0"),
        -math.log10(0.8): (
            "wrong-values",
            "that uses the logarithm to base 10, but the loss uses the natural logarithm",
        ),
        -math.log2(0.8): ("wrong-values", "that uses the logarithm to base 2, but the loss uses the natural logarithm"),
        0.2: ("wrong-values", "that is the error, not its cross-entropy"),
        0.04: ("wrong-criterion", "that is the squared error"),
    }
    yield from expect_number(bce_by_hand, -math.log(0.8), 0.001, mistaken)


@lesson.exercise(points=2, remark=remarks.OPTIMIZER)
def optimizer(optimizer: Optimizer, model: Owner) -> Iterator[Finding]:
    """Adam with learning rate 0.1 over the parameters of `model`."""
    yield from expect_optimizer(optimizer, model, "Adam", LEARNING_RATE)


GOAL = Goal(
    Objective(FEATURES, TARGETS, entropy, MISTAKEN), STRUCTURES, EPOCHS, LOSS_THRESHOLD, LEARNING_RATE, train_mode=True
)


@lesson.exercise(
    points=5,
    optional=("losses",),
    remark=remarks.training,
    thresholds={
        "loss": Threshold(
            LOSS_THRESHOLD,
            "the highest loss after training that earns the points for the loss",
            "docs/calibration.md: one correct run in 25,000 ends above 0.15",
        )
    },
)
def training(
    model: Annotated[Network, ON_THE_MATCHES],
    losses: Value,
    raised: Raised | None,
    thresholds: Mapping[str, float],
) -> Iterator[Finding]:
    """Training loop of 50 epochs: correct updates 2, loss 2, history 1."""
    goal = GOAL._replace(threshold=thresholds["loss"])
    yield from with_its_mode(expect_training_on_any_scale(model, losses, goal, raised), model)


def season() -> tuple[Tensor, Tensor]:
    """Return features (38, 2) and targets (38, 1) of the season that no network was trained on, and print its size."""
    print(f"{len(SEASON)} matches of the next season: {int(SEASON_TARGETS.sum())} wins")
    return SEASON_FEATURES.clone(), SEASON_TARGETS.clone()


def _on_the_season(accuracy: Value, model: Network) -> str:
    outputs = model.outputs
    known = FEATURES[:0] if outputs is None else outputs.reshape(-1)[: len(FEATURES)]
    return remarks.accuracy(accuracy, known, TARGETS, len(SEASON))


@lesson.exercise(points=2, remark=_on_the_season)
def accuracy(accuracy: Value, model: Annotated[Network, ON_THE_SEASON]) -> Iterator[Finding]:
    """The fraction of right predictions for the season."""
    asked = Rows(SEASON_FEATURES, SEASON_TARGETS, ("X_season", "y_season"))
    known = Rows(FEATURES, TARGETS, ("X", "y"))
    yield from expect_accuracy(accuracy, model, Question(asked, known, STRUCTURES))


def match_probes(seed: int) -> Probes:
    """The twelve matches, then those of the challenge, then those with the two numbers swapped."""
    new = torch.tensor([match.pair for match in matches(seed)])
    return Probes(torch.cat([FEATURES, new, new.flip(1)]), both_modes=True)


@lesson.exercise(points=2, remark=remarks.WIN_PROBABILITY)
def win_probability(
    win_probability: Annotated[Function, Challenge(matches, practice=3)],
    model: Annotated[Network, SeededProbes(match_probes)],
    seed: int,
) -> Iterator[Finding]:
    """A function for one new match."""
    tasks = matches(seed)
    wrong = list(expect_callable(win_probability, len(tasks)))
    known = readings(model, match_probes(seed).inputs, FEATURES, STRUCTURES)
    if not known:
        what = f"stopped with {model.raised}" if model.raised else f"is {model.output or model.value}"
        code = "raised-an-error" if model.raised else "wrong-type"
        look = "The check of exercise `model` says what is wrong with the network. Repair that first, then train again."
        wrong = wrong or [found(code, f"`model(X)` {what}, so there is nothing to compare with.", hint=look)]
    yield from wrong
    if not wrong:
        pairs = [task.pair for task in tasks]
        given = [outputs.split([len(FEATURES), len(tasks), len(tasks)])[1:] for outputs in known]
        yield from expect_probabilities(win_probability, pairs, given, model)


def broken_train(model, X, y, epochs):  # noqa: ANN001, ANN201, N803 - the text that learners are given
    criterion = nn.BCEWithLogitsLoss()
    optimizer = optim.Adam(new_model().parameters(), lr=0.1)
    losses = []
    model.train()
    for epoch in range(epochs):  # noqa: B007
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@lesson.exercise(points=3, given=inspect.getsource(broken_train), remark=remarks.REPAIR)
def repair(train_repaired: Annotated[Function, Challenge(runs, practice=1)], seed: int) -> Iterator[Finding]:
    """A training function with two mistakes, repaired."""

    def mended(task: NetworkAndTable) -> Repair:
        objective = Objective(task.x, task.y, entropy, MISTAKEN)
        return Repair(
            objective, CLASSIFIER, task.epochs, "Adam", LEARNING_RATE, lambda p: optim.Adam(p, lr=LEARNING_RATE)
        )

    yield from expect_repairs(train_repaired, runs(seed), mended)


@lesson.exercise(
    points=3,
    remark=lambda train_classifier, seed: remarks.reached_on(train_classifier, tables(seed)),
    thresholds={
        "accuracy": Threshold(
            HELD_OUT_ACCURACY,
            "the fraction of unseen rows about which a trained classifier has to be right",
            "the text of the exercise",
        )
    },
)
def transfer(
    train_classifier: Annotated[Function, Challenge(tables, practice=1)], seed: int, thresholds: Mapping[str, float]
) -> Iterator[Finding]:
    """A classifier trained on any features."""
    tasks = tables(seed)
    yield from expect_callable(train_classifier, len(tasks))
    yield from expect_classifier("train_classifier", train_classifier.calls, tasks, thresholds["accuracy"])


learning = Learning(lesson, own=(ZERO, BACKWARD))
ask = learning  # `check.ask.predict` works in every lesson, also in one with an exercise called `predict`
predict, compare, recall, answer = learning.predict, learning.compare, learning.recall, learning.answer
arrange, own_lines = learning.arrange, learning.own_lines
progress, field_guide = learning.progress, learning.field_guide
begin(lesson)
