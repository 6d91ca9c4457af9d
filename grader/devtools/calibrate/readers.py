"""Measure lesson 5's readers: the best possible accuracy, every student's font, and the thresholds of two exercises.

Many networks are trained at once: the first axis S of every parameter numbers the starts, as in `starts`. Each start
has its own pictures and its own batches.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, optim
from torch.nn.functional import cross_entropy

from grader.devtools.calibrate.rendering import Panel, Row, markdown_table
from grader.devtools.calibrate.starts import Network, draw, fraction, quantiles
from grader.lessons import batch_by_batch as lesson_5
from grader.lessons.batch_by_batch import scoreboard, tasks
from grader.lessons.batch_by_batch.scoreboard import (
    BRIGHTEST,
    DEAD,
    DIMMEST,
    FONTS,
    NOISE,
    PIXELS,
    VARIANTS,
    Font,
    lamps,
    lit,
    readable,
)

LESSON = lesson_5.lesson.name
AT_MOST = 10  # starts of a recipe on a font or a number of classes
FILMED = 5000  # pictures on which the best possible reader is measured
BRIGHTNESSES = 9
BATCH, UNSEEN = 64, 1000
A_CLASS = 200  # pictures of each class that the transfer gives
CLASSES = (3, 6, 9, 12)
ALIKE = 0.02  # by which a font's median accuracy may differ from that of all fonts
QUANTILES = (0.0, 0.5, 1.0)


class Recipe(NamedTuple):
    """One way to train a reader. A mistake has a code, and is not expected to pass."""

    description: str
    hidden: int
    rate: float
    epochs: int
    code: str = ""
    shuffle: bool = True
    softmax: bool = False


OWN = Recipe("32 units, Adam lr 0.005, 10 epochs: the lesson's reader", 32, 0.005, 10)
TRANSFERS = (
    Recipe("64 units, Adam lr 0.005, 12 epochs: the solution", 64, 0.005, 12),
    Recipe("32 units, Adam lr 0.005, 10 epochs", 32, 0.005, 10),
    Recipe("128 units, Adam lr 0.001, 20 epochs", 128, 0.001, 20),
    Recipe("16 units, Adam lr 0.01, 20 epochs", 16, 0.01, 20),
    Recipe("no hidden layer, Adam lr 0.005, 20 epochs", 0, 0.005, 20),
    Recipe("64 units, one epoch", 64, 0.005, 1, "accuracy-too-low"),
    Recipe("64 units, rows in the order of the labels", 64, 0.005, 12, "not-shuffled", shuffle=False),
    Recipe("64 units, softmax before the loss", 64, 0.005, 12, "softmax-in-model", softmax=True),
)
BY_HEART = (
    Recipe("32 units, Adam lr 0.01, 300 steps: the solution", 32, 0.01, 300),
    Recipe("32 units, Adam lr 0.005, 300 steps", 32, 0.005, 300),
    Recipe("16 units, Adam lr 0.01, 500 steps", 16, 0.01, 500),
    Recipe("32 units, Adam lr 0.01, 20 steps", 32, 0.01, 20, "not-converged"),
    Recipe("32 units, softmax before the loss, 300 steps", 32, 0.01, 300, "softmax-in-model", softmax=True),
)


def best_possible(font: Font, seed: int, symbols: Sequence[int] = scoreboard.DIGITS) -> float:
    """Return the accuracy of a reader that knows how pictures are made, and answers the likeliest symbol.

    It adds up the likelihood of each picture over all places, brightnesses and combinations of dead lamps.
    """
    images, labels = scoreboard.scoreboard(FILMED, seed, font, symbols)
    rows = images.flatten(1)
    shown = torch.tensor(list(itertools.product((0.0, 1.0), repeat=len(scoreboard.LAMPS))))  # (128, lamps)
    on = (1 - DEAD) * lit(symbols)
    chances = torch.where(shown.unsqueeze(1) > 0, on, 1 - on).prod(dim=2)  # (128, symbols)
    middles = DIMMEST + (BRIGHTEST - DIMMEST) * (torch.arange(BRIGHTNESSES) + 0.5) / BRIGHTNESSES
    likelihoods = torch.full((FILMED, len(shown)), -torch.inf)  # their logarithms
    for places in lamps(font):
        pictures = (shown.unsqueeze(2) * places).amax(dim=1)  # (128, pixels)
        along, size = rows @ pictures.T, (pictures**2).sum(dim=1)
        for bright in middles.tolist():
            likely = (2 * bright * along - bright * bright * size) / (2 * NOISE**2)
            likelihoods = torch.logaddexp(likelihoods, likely)
    scores = torch.logsumexp(likelihoods.unsqueeze(2) + chances.log(), dim=1)
    return float((scores.argmax(dim=1) == labels).to(torch.float64).mean())


def network(hidden: int, classes: int) -> Network:
    """Return a reader with one hidden layer, or with none if `hidden` is 0; inputs are (S, n, pixels)."""
    if not hidden:
        return Network([((PIXELS, classes), PIXELS), ((1, classes), PIXELS)], lambda x, w, b: x @ w + b)
    shapes = [((PIXELS, hidden), PIXELS), ((1, hidden), PIXELS), ((hidden, classes), hidden), ((1, classes), hidden)]
    return Network(shapes, lambda x, w1, b1, w2, b2: torch.relu(x @ w1 + b1) @ w2 + b2)


def losses_of(recipe: Recipe, scores: Tensor, labels: Tensor) -> Tensor:
    """Return the loss (S,) that a recipe takes for scores (S, n, classes)."""
    fed = torch.softmax(scores, dim=2) if recipe.softmax else scores
    return cross_entropy(fed.mT, labels, reduction="none").mean(dim=1)


def train(recipe: Recipe, rows: Tensor, labels: Tensor, classes: int, random: torch.Generator) -> list[Tensor]:
    """Train one reader for each of the S tables of rows (S, n, pixels); return their parameters."""
    count = rows.shape[1]
    parameters = draw(network(recipe.hidden, classes), len(rows), random)
    forward = network(recipe.hidden, classes).forward
    optimizer = optim.Adam(parameters, lr=recipe.rate)
    starts = torch.arange(len(rows)).unsqueeze(1)
    for _ in range(recipe.epochs):
        drawn = torch.stack([torch.randperm(count, generator=random) for _ in range(len(rows))])
        orders = drawn if recipe.shuffle else labels.argsort(dim=1)
        for batch in orders.split(BATCH, dim=1):
            optimizer.zero_grad()
            losses_of(recipe, forward(rows[starts, batch], *parameters), labels[starts, batch]).sum().backward()
            optimizer.step()
    return [parameter.detach() for parameter in parameters]


def filmed(count: int, seeds: Sequence[int], font: Font, symbols: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Return rows (S, count, pixels) and labels (S, count), one table for each seed."""
    made = [scoreboard.scoreboard(count, seed, font, symbols) for seed in seeds]
    return torch.stack([images.flatten(1) for images, _ in made]), torch.stack([labels for _, labels in made])


@functools.lru_cache(maxsize=256)  # table and picture show the same
def accuracies(recipe: Recipe, count: int, font: Font, symbols: tuple[int, ...], starts: int) -> Tensor:
    """Return the accuracies (starts,) on new pictures."""
    random = torch.Generator().manual_seed(count)
    rows, labels = filmed(count, range(starts), font, symbols)
    new, answers = filmed(UNSEEN, range(10_000, 10_000 + starts), font, symbols)
    parameters = train(recipe, rows, labels, len(symbols), random)
    scores = network(recipe.hidden, len(symbols)).forward(new, *parameters)
    return (scores.argmax(dim=2) == answers).to(torch.float64).mean(dim=1)


def by_heart(recipe: Recipe, starts: int) -> Tensor:
    """Return the losses (starts,) of 16 pictures after as many steps as the recipe has epochs."""
    rows, labels = filmed(tasks.BATCH, range(starts), FONTS[0], scoreboard.DIGITS)
    random = torch.Generator().manual_seed(1)
    parameters = train(recipe, rows, labels, 10, random)
    scores = network(recipe.hidden, 10).forward(rows, *parameters)
    return cross_entropy(scores.mT, labels, reduction="none").mean(dim=1)


class OfFont(NamedTuple):
    """What is measured of one font: the best possible accuracy, and those (starts,) of the lesson's reader."""

    variant: int
    best: float
    reader: Tensor


def of_font(variant: int, starts: int) -> OfFont:
    """Measure the font of a student."""
    font = scoreboard.font_of(variant)
    best = best_possible(font, variant)
    return OfFont(variant, best, accuracies(OWN, scoreboard.TRAINING, font, tuple(scoreboard.DIGITS), starts))


def fonts_table(measured: Sequence[OfFont]) -> str:
    """Return a Markdown table of all fonts."""
    rows = []
    for each in measured:
        font = scoreboard.font_of(each.variant)
        accuracies = [f"{value:.3f}" for value in (each.best, *quantiles(each.reader, QUANTILES))]
        rows.append([str(each.variant), f"{font.thickness:g}", f"{font.slant:g}", *accuracies])
    heads = "font", "thickness", "slant", "best possible", "the lesson's reader: lowest", "median", "highest"
    return markdown_table(heads, rows, words=0)


def symbols_of(classes: int) -> tuple[int, ...]:
    """Return the hardest to tell apart of 50 draws of symbols: those for which `readable` is lowest."""
    random = torch.Generator().manual_seed(classes)
    drawn = [tuple(torch.randperm(12, generator=random)[:classes].tolist()) for _ in range(50)]
    return min(drawn, key=readable)


def transfer_table(starts: int) -> tuple[str, bool]:
    """Return a Markdown table of the transfer's recipes, and whether each start of the right ones passes."""
    rows, holds = [], True
    for recipe in TRANSFERS:
        cells = []
        for classes in CLASSES:
            measured = accuracies(recipe, A_CLASS * classes, FONTS[-1], symbols_of(classes), starts)
            lowest, median, _ = quantiles(measured, QUANTILES)
            passed = fraction(measured >= lesson_5.READ)
            cells += [f"{lowest:.3f}", f"{median:.3f}", f"{passed:.0%}"]
            holds = holds and (bool(recipe.code) or passed == 1)
        rows.append([recipe.description, recipe.code or "none", *cells])
    heads = [head for classes in CLASSES for head in (f"{classes} classes: lowest", "median", "pass")]
    return markdown_table(["trained by", "code", *heads], rows, words=2), holds


def panel(starts: int) -> Panel:
    """Return the accuracies of the transfer's recipes for the number of classes that is hardest to read."""
    classes = min(CLASSES, key=lambda number: readable(symbols_of(number)))
    given = (A_CLASS * classes, FONTS[-1], symbols_of(classes), min(starts, AT_MOST))
    rows = [Row(recipe.description, not recipe.code, accuracies(recipe, *given)) for recipe in TRANSFERS]
    title = f"{LESSON}: transfer, {classes} classes"
    return Panel(title, lesson_5.READ, f"asked for: {lesson_5.READ:.0%}", rows, side="right")


def heart_table(starts: int) -> tuple[str, bool]:
    """Return a Markdown table of the losses of one batch, and whether each start of the right ones passes."""
    rows, holds = [], True
    for recipe in BY_HEART:
        measured = by_heart(recipe, starts)
        passed = fraction(measured < lesson_5.LEARNED)
        shown = [f"{value:.4g}" for value in quantiles(measured, QUANTILES)]
        rows.append([recipe.description, recipe.code or "none", *shown, f"{passed:.0%}"])
        holds = holds and (bool(recipe.code) or passed == 1)
    return markdown_table(("trained by", "code", "lowest", "median", "highest", "pass"), rows, words=2), holds


def section(starts: int) -> tuple[str, bool]:
    """Return the section of docs/calibration.md on lesson 5, and whether fonts are alike and thresholds hold."""
    starts = min(starts, AT_MOST)
    measured = [of_font(variant, starts) for variant in VARIANTS]
    middle = float(torch.cat([each.reader for each in measured]).median())
    unlike = [str(each.variant) for each in measured if abs(quantiles(each.reader, QUANTILES)[1] - middle) > ALIKE]
    best = [each.best for each in measured]
    transfers, transfers_hold = transfer_table(starts)
    hearts, hearts_hold = heart_table(4 * starts)
    held = f"All medians are within {ALIKE:g} of {middle:.3f}." if not unlike else f"Too far away: {', '.join(unlike)}."
    text = f"""## {LESSON}

Each lamp is dead with a chance of {DEAD:.0%}, so that some pictures show another digit than their label. If a picture
showed exactly which lamps are on, the best possible accuracy would be {readable():.4f}. A reader that knows how
pictures are made, grain included, was right about {min(best):.3f} to {max(best):.3f} of {FILMED:,} pictures of each
font. The lesson's reader learns from {scoreboard.TRAINING:,} pictures, and is measured on {UNSEEN:,} new ones, from
{starts} starts for each font. {held}

{fonts_table(measured)}

### `transfer`

The exercise asks for {lesson_5.READ:.0%} of new pictures, after training on {A_CLASS} pictures of each class. The
symbols are those of 50 draws that dead lamps make hardest to tell apart.

{transfers}

### `overfit_one_batch`

The exercise asks for a loss below {lesson_5.LEARNED:g} on {tasks.BATCH} pictures. A softmax before the loss gets
there too, so the grader names it by its gradients.

{hearts}"""
    return text, not unlike and transfers_hold and hearts_hold
