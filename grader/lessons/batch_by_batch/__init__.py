"""Lesson 5, reading the stadium's scoreboard batch by batch: what each exercise expects.

The font of the boards is the student's own, one of VARIANTS: check.boards() draws the data in the notebook, and the
judge draws the same. Thresholds come from `grader calibrate`; docs/calibration.md shows the distributions.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
import torch
from torch import Tensor, nn, optim

from grader.core.exercise import Lesson
from grader.core.variants import student_here
from grader.core.verdict import Finding
from grader.evidence.challenges import Challenge
from grader.evidence.criteria import Criterion, Pairs
from grader.evidence.datasets import Dataset, Loader
from grader.evidence.functions import Function
from grader.evidence.losses import CriterionOnForms
from grader.evidence.networks import Network, Probes
from grader.evidence.values import Value
from grader.judges.batches.datasets import Expected, expect_datasets
from grader.judges.batches.epochs import expect_epochs
from grader.judges.batches.evaluation import expect_evaluations
from grader.judges.batches.loaders import expect_loaders
from grader.judges.batches.one_batch import expect_one_batch
from grader.judges.batches.plan import cross_entropy
from grader.judges.batches.scores import Asked, are_log_probabilities, expect_readers, expect_scores
from grader.judges.parts.criterion import expect_criterion
from grader.judges.parts.data import expect_number
from grader.judges.parts.objective import nll, of_softmax, summed
from grader.lessons.batch_by_batch import remarks, scoreboard
from grader.lessons.batch_by_batch.scoreboard import VARIANTS
from grader.lessons.batch_by_batch.tasks import (
    DIGITS,
    PIXELS,
    Epoch,
    Epochs,
    evaluations,
    readings,
    several_epochs,
    single_batches,
    single_epochs,
)
from grader.notebook.prompts.prompts import Learning
from grader.notebook.prompts.steps import BACKWARD, ZERO
from grader.notebook.session import begin

BATCH_SIZE, ROWS, EPOCHS = 64, 4000, 5
LEARNED = 0.01  # the loss of a batch that a network knows by heart
READ = 0.7  # of new boards that a trained network reads right

lesson = Lesson("05_batch_by_batch", "batch_by_batch", variants=VARIANTS)


def boards() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the learner's own boards, images and labels for training and for validation; say which font they have."""
    variant, student = lesson.variant_here(), student_here()
    print(f"scoreboard {variant}, for {student.encode('utf-8', 'replace').decode()}")
    train_images, train_labels, val_images, val_labels = scoreboard.boards(variant)
    return train_images.clone(), train_labels.clone(), val_images.clone(), val_labels.clone()


@functools.lru_cache(maxsize=8)
def expected(variant: int) -> tuple[Expected, Expected]:
    """Return what the training set and the validation set hold."""
    train_images, train_labels, val_images, val_labels = scoreboard.boards(variant)
    return (
        Expected(train_images.flatten(1), train_labels, ("train_images", "train_labels")),
        Expected(val_images.flatten(1), val_labels, ("val_images", "val_labels")),
    )


@lesson.exercise(points=2, remark=remarks.DATASET)
def dataset(train_set: Dataset, val_set: Dataset, variant: int) -> Iterator[Finding]:
    """Datasets of pairs: 96 floats, and the index of the class."""
    yield from expect_datasets(train_set, val_set, expected(variant))


@lesson.exercise(points=2, remark=remarks.loaders)
def loaders(train_loader: Loader, val_loader: Loader, variant: int) -> Iterator[Finding]:
    """Loaders: batches of 64 in a new order each epoch, and all validation rows."""
    yield from expect_loaders(train_loader, val_loader, expected(variant), BATCH_SIZE)


@lesson.exercise(points=1, remark=remarks.STEPS_BY_HAND)
def steps_by_hand(steps_by_hand: Value) -> Iterator[Finding]:
    """315, the steps of 5 epochs of 4,000 rows in batches of 64."""
    whole, part = ROWS // BATCH_SIZE, ROWS / BATCH_SIZE
    reasons = {
        float(whole * EPOCHS): "that leaves out the last batch of each epoch, which has 32 rows",
        part * EPOCHS: "the last batch of an epoch makes a whole step, however few rows it has",
        float(math.ceil(part * EPOCHS)): "each epoch ends with a smaller batch of its own, so round up before you "
        "multiply by the number of epochs",
        float(EPOCHS): "that is the number of epochs. A step is not an epoch, because each batch makes a step",
        float(whole + 1): "those are the steps of one epoch",
        float(whole): "those are the whole batches of one epoch",
        part: "that is the number of rows divided by those of a batch, for one epoch",
        float(ROWS * EPOCHS): "that would be one step for each row",
        float(BATCH_SIZE * EPOCHS): "that is the number of rows in a batch, times the number of epochs",
        float(ROWS): "that is the number of rows",
    }
    mistaken = {number: ("wrong-values", reason) for number, reason in reasons.items()}
    yield from expect_number(steps_by_hand, (whole + 1) * EPOCHS, 0.01, mistaken)


def _probes() -> Tensor:
    """Return rows (3m, 96): m rows, m others, and the point halfway between each two, far apart and near."""
    random = torch.Generator().manual_seed(5)
    one, other = (torch.randn(24, PIXELS, generator=random) * torch.logspace(-1, 2, 24)[:, None] for _ in range(2))
    return torch.cat([one, other, (one + other) / 2])


ASKED = Asked(_probes(), DIGITS)
UNTRAINED = Probes(ASKED.inputs, graph=True)


@lesson.exercise(points=2, remark=remarks.model)
def model(model: Annotated[Network, UNTRAINED]) -> Iterator[Finding]:
    """A network from 96 pixels to 10 scores."""
    yield from expect_scores(model, ASKED)


SCORED = Pairs((
    (torch.tensor([[2.0, 0.5, -1.0], [0.1, 0.2, 3.0], [-2.0, 1.0, 0.0]]), torch.tensor([0, 2, 2])),
    (torch.tensor([[4.0, -3.0, 1.0, 0.0]]), torch.tensor([1])),
    (torch.tensor([[0.3, 0.1], [1.5, -0.5]]), torch.tensor([1, 0])),
))  # fmt: skip
LOGARITHMS = Pairs(tuple((scores.log_softmax(dim=1), labels) for scores, labels in SCORED.pairs))
MISTAKEN = {
    "the loss that `NLLLoss` gives for scores": ("nll-on-logits", nll),
    "the sum of the losses of the rows, not their mean": ("wrong-reduction", summed),
    "the loss of a softmax of the scores, on which the loss puts another": ("softmax-in-model", of_softmax),
    "minus the probability of the right class, not its logarithm": (
        "wrong-criterion", lambda s, t: -s.softmax(dim=1).gather(1, t.reshape(-1, 1)).mean(),
    ),
}  # fmt: skip


FORMS = (("scores", SCORED), ("logarithms", LOGARITHMS))
FIRST_LOSS = math.log(DIGITS)


@lesson.exercise(points=2, optional=("model",), remark=remarks.CRITERION)
def criterion(
    criterion: Annotated[CriterionOnForms, FORMS], first_loss: Value, model: Annotated[Network, UNTRAINED]
) -> Iterator[Finding]:
    """Cross-entropy of scores 1, and ln 10, the loss of an untrained reader 1."""
    wrong = list(expect_criterion(criterion.forms.get("scores", _none(criterion)), SCORED, cross_entropy(), MISTAKEN))
    if wrong and are_log_probabilities(model):  # such a model has `NLLLoss` as its criterion
        wrong = list(expect_criterion(criterion.forms.get("logarithms", _none(criterion)), LOGARITHMS, nll, MISTAKEN))
    yield from _for_one_point(wrong)
    reasons = {
        math.log10(DIGITS): "that uses the logarithm to base 10, but the loss uses the natural logarithm",
        math.log2(DIGITS): "that uses the logarithm to base 2, but the loss uses the natural logarithm",
        -FIRST_LOSS: "the loss is minus the logarithm of a probability, so it is never below 0",
        1 / DIGITS: "that is the probability of the right class, and the loss is minus its logarithm",
        1 - 1 / DIGITS: "that is the probability of a wrong answer. The loss is minus the logarithm of the probability "
        "of the right class",
        -math.log(1 - 1 / DIGITS): "that is minus the logarithm of 0.9, the probability of all the other classes",
        -math.log(0.5): "that is the loss of guessing between two classes",
        float(DIGITS): "that is the number of classes",
    }
    mistaken = {number: ("wrong-values", reason) for number, reason in reasons.items()}
    yield from _for_one_point(expect_number(first_loss, FIRST_LOSS, 0.005, mistaken))


def _none(criterion: CriterionOnForms) -> Criterion:
    return Criterion(value=criterion.value)


def _for_one_point(findings: Iterable[Finding]) -> Iterator[Finding]:
    yield from (msgspec.structs.replace(finding, cost=1) for finding in findings)


@lesson.exercise(
    points=2,
    remark=lambda overfit_one_batch, seed, variant: remarks.one_batch(
        overfit_one_batch, single_batches(seed, variant), LEARNED
    ),
)
def overfit_one_batch(
    overfit_one_batch: Annotated[Function, Challenge(single_batches, practice=1)], seed: int, variant: int
) -> Iterator[Finding]:
    """A function that learns 16 rows by heart."""
    yield from expect_one_batch(overfit_one_batch, single_batches(seed, variant), LEARNED)


@lesson.exercise(points=4, remark=remarks.train_epoch)
def train_epoch(
    train_epoch: Annotated[Function, Challenge(single_epochs, practice=1)], seed: int, variant: int
) -> Iterator[Finding]:
    """One epoch: the updates 3, the mean loss per row 1."""
    yield from expect_epochs(train_epoch, single_epochs(seed, variant), Epoch.plan)


@lesson.exercise(points=3, remark=remarks.EVALUATE)
def evaluate(
    evaluate: Annotated[Function, Challenge(evaluations, practice=1)], seed: int, variant: int
) -> Iterator[Finding]:
    """Loss and accuracy of a network, without a graph, in eval mode."""
    tasks = evaluations(seed, variant)
    yield from expect_evaluations(evaluate, [task.measured() for task in tasks])


def broken_train(model, loader, epochs):  # noqa: ANN001, ANN201 - the text that learners are given
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):  # noqa: B007
        model.train()
        total, rows = 0.0, 0
        for x, y in loader:
            probabilities = torch.softmax(model(x), dim=1)
            loss = criterion(probabilities, y)
            optimizer.zero_grad()
            loss.backward()
            total += loss.item() * len(x)
            rows += len(x)
        optimizer.step()
        losses.append(total / rows)
    return losses


@lesson.exercise(
    points=3,
    given=inspect.getsource(broken_train),
    remark=lambda train_repaired, seed, variant: remarks.repaired(train_repaired, several_epochs(seed, variant)),
)
def repair(
    train_repaired: Annotated[Function, Challenge(several_epochs, practice=1)], seed: int, variant: int
) -> Iterator[Finding]:
    """A training function with two mistakes, repaired."""
    yield from expect_epochs(train_repaired, several_epochs(seed, variant), Epochs.plan, repaired=True)


@lesson.exercise(
    points=3,
    remark=lambda train_reader, seed, variant: remarks.reached_on(train_reader, readings(seed, variant)),
)
def transfer(
    train_reader: Annotated[Function, Challenge(readings, practice=1)], seed: int, variant: int
) -> Iterator[Finding]:
    """A reader of other symbols in another font."""
    yield from expect_readers(train_reader, readings(seed, variant), READ)


learning = Learning(lesson, own=(ZERO, BACKWARD))
ask = learning  # `check.ask.predict` works in every lesson, also in one with an exercise called `predict`
predict, compare, recall, answer = learning.predict, learning.compare, learning.recall, learning.answer
arrange, own_lines = learning.arrange, learning.own_lines
progress, field_guide = learning.progress, learning.field_guide
begin(lesson)
