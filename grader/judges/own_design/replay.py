"""What a recorded run lost, epoch by epoch, on rows that it may never have been called on: computed again."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import torch
from torch import Tensor
from torch.nn import functional

from grader.judges.parts.structure import LAYERS, identify

if TYPE_CHECKING:
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run

NEAR, ROUNDED = 0.03, 0.006  # share by which two measurements of one loss may differ, beside what rounding leaves
EXACT, DIGITS = 2e-3, 6e-4  # the same where the very parameters are known
LOOSE, LOOSE_DIGITS = 0.06, 0.02
MIN_EPOCHS = 5  # epochs that tell something

Forward = Callable[[Tensor, Tensor], Tensor]  # of parameters (P,) and inputs (n, d)
Kind = Callable[[Tensor, Tensor], Tensor]  # a loss of outputs and targets
Table = tuple[Tensor, Tensor]  # features (n, d) and targets (n, 1)


def alike(one: Tensor, other: Tensor, near: float = NEAR, rounded: float = ROUNDED) -> bool:
    """Tell whether nine in ten numbers of two curves are about the same."""
    if not len(one):
        return False
    same = (one - other).abs() <= near * other.abs() + rounded
    same |= ~one.isfinite() & ~other.isfinite()
    return 10 * int(same.sum()) >= 9 * len(same)


class Replay(NamedTuple):
    """The last run of a network, `steps` of which make an epoch (0: no whole number), and its function if known."""

    run: Run
    steps: int
    parameters: Tensor
    forward: Forward | None

    @classmethod
    def of(cls, network: Network, training: Tensor, validation: Tensor, epochs: int) -> Replay:
        """Look at the last run of `network`, which was called on both tables; its curves have `epochs` numbers.

        Many networks begin by scaling each column to mean 0 and spread 1 over the training rows.
        """
        run = network.history.runs[-1]
        mean, spread = training.mean(dim=0), training.std(dim=0)
        known = msgspec.structs.replace(
            network, layers=tuple(layer for layer in network.layers if layer.kind in LAYERS)
        )
        forward = None
        for first in (_unchanged, lambda x: (x - mean) / spread) if run.shapes == network.shapes else ():
            structure = identify(known, first(torch.cat([training, validation])), [])
            rest = structure.bind(run.shapes) if structure else None
            if rest is not None:
                forward = functools.partial(_after, first, rest)
                break
        return cls(run, run.steps // epochs if run.steps % epochs == 0 else 0, network.flat, forward)

    def as_given(self) -> Replay:
        """Return the same run, its network called on rows as they are, whatever scaling was found before it."""
        if self.forward is None:
            return self
        return self._replace(forward=functools.partial(_after, _unchanged, self.forward.args[1]))

    @property
    def sent(self) -> Tensor | None:
        """The losses that were sent backward, (epochs, steps); None where they are not all known."""
        known = self.steps and len(self.run.losses) == self.run.steps and not bool(self.run.losses.isnan().all())
        return self.run.losses.reshape(-1, self.steps) if known else None

    @property
    def last_loss(self) -> float:
        return float(self.run.losses[-1]) if len(self.run.losses) else float("nan")

    def gives(self, curve: Tensor, rows: Table, now: Sequence[float]) -> bool | None:
        """Tell whether a curve is the loss of `rows` before or after each epoch's steps; None where that is not known.

        `now` are losses of these rows for the network as it is, by which the kind of loss is recognised.
        """
        if self.forward is None or not self.steps:
            return None
        kinds, known = self.kinds(rows, now)
        answer = self.follows(curve, rows, kinds)
        others = [loss for loss in now if not any(_close(loss, other) for other in known)]
        # Where the last number may be a kind of loss that is not known here, nothing is.
        return None if answer is False and any(_near(curve, loss) for loss in others) else answer

    def kinds(self, rows: Table, now: Sequence[float]) -> tuple[list[Kind], list[float]]:
        """Return the kinds of loss that give one of `now` for the network as it is, and what they give."""
        if self.forward is None:
            return [], []
        with torch.no_grad():
            present = self.forward(self.parameters, rows[0])
            values = [(kind, _value(kind, present, rows[1])) for kind in KINDS]
        known = [(kind, value) for kind, value in values if any(_close(value, loss) for loss in now)]
        return [kind for kind, _ in known], [value for _, value in known]

    def follows(self, curve: Tensor, rows: Table, kinds: Sequence[Kind]) -> bool | None:
        """Tell whether a curve is one of these kinds of loss of `rows`, epoch by epoch; None where nobody knows."""
        if self.forward is None or not self.steps:
            return None
        with torch.no_grad():
            numbers = self.run.sampled.tolist()
            after = [(i, self.run.after) for i, n in enumerate(numbers) if (n + 1) % self.steps == 0]
            before = [(i, self.run.before) for i, n in enumerate(numbers) if n % self.steps == 0]
            sides = [side for side in (after, before) if len(side) >= MIN_EPOCHS]
            tried = []
            for side in sides:
                claimed = curve[[numbers[i] // self.steps for i, _ in side]]
                outputs = [self.forward(states[i], rows[0]) for i, states in side] if kinds else []
                for kind in kinds:
                    computed = [_value(kind, output, rows[1]) for output in outputs]
                    tried.append(_compared(claimed, computed, loosely=kind not in TWICE))
                    if tried[-1]:
                        return True
        return None if not kinds or None in tried or len(sides) < 2 else False


def _unchanged(inputs: Tensor) -> Tensor:
    return inputs


def _near(curve: Tensor, loss: float) -> bool:
    return bool(((curve - loss).abs() <= NEAR * abs(loss) + ROUNDED).any())


def _after(first: Callable[[Tensor], Tensor], rest: Forward, flat: Tensor, inputs: Tensor) -> Tensor:
    return rest(flat, first(inputs))


def _compared(claimed: Tensor, computed: list[float], *, loosely: bool) -> bool | None:
    """Tell whether the numbers are the same; None where they are near, as means of unequal batches are."""
    right = torch.tensor(computed, dtype=torch.float64)
    if alike(claimed, right, EXACT, DIGITS):
        return True
    return None if loosely and alike(claimed, right, LOOSE, LOOSE_DIGITS) else False


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-3 * max(1.0, abs(other))


def _value(kind: Callable[[Tensor, Tensor], Tensor], output: Tensor, targets: Tensor) -> float:
    try:
        return float(kind(output, targets))
    except (RuntimeError, ValueError, IndexError):  # a kind that these outputs do not suit
        return float("nan")


def _column(loss: Callable[..., Tensor], **options: str) -> Callable[[Tensor, Tensor], Tensor]:
    def of(output: Tensor, targets: Tensor) -> Tensor:
        if output.numel() != targets.numel():
            raise ValueError("no one number for each row")
        return loss(output.reshape(-1, 1), targets.reshape(-1, 1), **options)

    return of


def _two_classes(output: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(output, targets.reshape(-1).long())


def softmax_twice(output: Tensor, targets: Tensor) -> Tensor:
    """Return the cross-entropy of scores that went through a softmax before."""
    return functional.cross_entropy(output.softmax(dim=1), targets.reshape(-1).long())


def sigmoid_twice(output: Tensor, targets: Tensor) -> Tensor:
    """Return the cross-entropy of scores that went through a sigmoid before a loss with a sigmoid."""
    return functional.binary_cross_entropy_with_logits(output.sigmoid(), targets.reshape(output.shape))


def _nll_of_scores(output: Tensor, targets: Tensor) -> Tensor:
    return functional.nll_loss(output, targets.reshape(-1).long())


def _squares_of_sigmoid(output: Tensor, targets: Tensor) -> Tensor:
    return functional.mse_loss(torch.sigmoid(output), targets)


TWICE = (softmax_twice, sigmoid_twice)  # so flat that many curves are near them
KINDS: list[Kind] = [
    _column(functional.binary_cross_entropy_with_logits),
    _column(functional.binary_cross_entropy),
    _column(functional.mse_loss),
    _column(_squares_of_sigmoid),
    _column(functional.binary_cross_entropy_with_logits, reduction="sum"),
    _column(functional.binary_cross_entropy, reduction="sum"),
    _two_classes,
    softmax_twice,
    sigmoid_twice,
    _nll_of_scores,
]
