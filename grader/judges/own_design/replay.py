"""What a recorded run lost, epoch by epoch, on rows that it may never have been called on: computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import NamedTuple

import msgspec
import torch
from torch import Tensor
from torch.nn import functional

from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, nll, of_softmax
from grader.judges.parts.scale import Scale, standardising
from grader.judges.parts.structure import LAYERS, identify

NEAR, ROUNDED = 0.03, 0.006  # fraction by which two measurements of one loss may differ, and what rounding adds to it
EXACT, EXACT_ROUNDED = 2e-3, 6e-4  # the same if the very parameters are known
LOOSE, LOOSE_ROUNDED = 0.06, 0.02  # the same for the mean over batches of different sizes
MIN_EPOCHS = 5  # epochs that make a curve

Kind = Callable[[Tensor, Tensor], Tensor]  # a loss of outputs and targets
Table = tuple[Tensor, Tensor]  # features (n, d) and targets (n, 1)


class Agreement(Enum):
    """Whether a curve is the one that was computed; UNKNOWN if that cannot be told."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def alike(one: Tensor, other: Tensor, near: float = NEAR, rounded: float = ROUNDED) -> bool:
    """Tell whether nine in ten numbers of two curves are about the same."""
    if not len(one):
        return False
    same = (one - other).abs() <= near * other.abs() + rounded
    same |= ~one.isfinite() & ~other.isfinite()
    return 10 * int(same.sum()) >= 9 * len(same)


def has_about(curve: Tensor, loss: float) -> bool:
    """Tell whether some number of a curve is about this loss."""
    return bool(((curve - loss).abs() <= NEAR * abs(loss) + ROUNDED).any())


class Replay(NamedTuple):
    """The last run of a network, `steps` of which make an epoch (0: no whole number).

    `forward` is the network's function of its parameters and of rows on `scale`, None if it is not known.
    """

    run: Run
    steps: int
    parameters: Tensor
    forward: Forward | None
    scale: Scale | None = None

    @classmethod
    def of(cls, network: Network, training: Tensor, validation: Tensor, epochs: int) -> Replay:
        """Look at the last run of `network`, which was called on both tables; its curves have `epochs` numbers.

        Many networks begin by standardising each column with numbers of the training rows.
        """
        run, rows = network.history.runs[-1], torch.cat([training, validation])
        steps = run.steps // epochs if run.steps % epochs == 0 else 0
        layers = tuple(layer for layer in network.layers if layer.kind in LAYERS)
        known = msgspec.structs.replace(network, layers=layers)
        for scale in (None, standardising(training)) if run.shapes == network.shapes else ():
            structure = identify(known, rows if scale is None else scale.of(rows), [])
            forward = structure.bind(run.shapes) if structure else None
            if forward is not None:
                return cls(run, steps, network.flat, forward, scale)
        return cls(run, steps, network.flat, None)

    def as_given(self) -> Replay:
        """Return the same run, its network called on rows as they are, without the scale that was found."""
        return self if self.forward is None else self._replace(scale=None)

    @property
    def sent(self) -> Tensor | None:
        """The losses that were sent backward, (epochs, steps); None if they are not all known."""
        known = self.steps and len(self.run.losses) == self.run.steps and not bool(self.run.losses.isnan().all())
        return self.run.losses.reshape(-1, self.steps) if known else None

    @property
    def last_loss(self) -> float:
        return float(self.run.losses[-1]) if len(self.run.losses) else float("nan")

    def gives(self, curve: Tensor, rows: Table, now: Sequence[float]) -> Agreement:
        """Tell whether a curve is the loss of `rows` before or after each epoch's steps.

        `now` are losses of these rows for the network as it is, by which the kind of loss is recognised.
        """
        kinds, known = self.kinds(rows, now)
        answer = self.follows(curve, rows, kinds)
        others = [loss for loss in now if not any(_close(loss, other) for other in known)]
        # If the last number may be a kind of loss that is not known here, nothing is known.
        unsure = answer is Agreement.NO and any(has_about(curve, loss) for loss in others)
        return Agreement.UNKNOWN if unsure else answer

    def kinds(self, rows: Table, now: Sequence[float]) -> tuple[list[Kind], list[float]]:
        """Return the kinds of loss that give one of `now` for the network as it is, and what they give."""
        outputs = self._outputs([self.parameters], rows)
        values = [(kind, _value(kind, output, rows[1])) for output in outputs for kind in KINDS]
        known = [(kind, value) for kind, value in values if any(_close(value, loss) for loss in now)]
        return [kind for kind, _ in known], [value for _, value in known]

    def follows(self, curve: Tensor, rows: Table, kinds: Sequence[Kind]) -> Agreement:
        """Tell whether a curve is one of these kinds of loss of `rows`, epoch by epoch."""
        if self.forward is None or not self.steps or not kinds:
            return Agreement.UNKNOWN
        numbers, sides = self.run.sampled, self._sides()
        unsure = len(sides) < 2
        for at, states in sides:
            claimed, outputs = curve[numbers[at] // self.steps], self._outputs(states, rows)
            for kind in kinds:
                computed = [_value(kind, output, rows[1]) for output in outputs]
                answer = _compared(claimed, computed, loosely=kind not in TWICE)
                if answer is Agreement.YES:
                    return answer
                unsure = unsure or answer is Agreement.UNKNOWN
        return Agreement.UNKNOWN if unsure else Agreement.NO

    def _sides(self) -> list[tuple[Tensor, Tensor]]:
        """Return the samples that end an epoch with the states after them, and those that begin one, if they tell."""
        ends = ((self.run.sampled + 1) % self.steps == 0).nonzero().reshape(-1)
        begins = (self.run.sampled % self.steps == 0).nonzero().reshape(-1)
        sides = [(ends, self.run.after[ends]), (begins, self.run.before[begins])]
        return [(at, states) for at, states in sides if len(at) >= MIN_EPOCHS]

    def _outputs(self, states: Iterable[Tensor], rows: Table) -> list[Tensor]:
        """Return what the network gives for the rows with each of these parameters; nothing if it is not known."""
        forward = self.forward
        if forward is None:
            return []
        inputs = rows[0] if self.scale is None else self.scale.of(rows[0])
        with torch.no_grad():
            return [forward(state, inputs) for state in states]


def _compared(claimed: Tensor, computed: list[float], *, loosely: bool) -> Agreement:
    """Tell whether the numbers are the same; UNKNOWN if they are near, as means of unequal batches are."""
    right = torch.tensor(computed, dtype=torch.float64)
    if alike(claimed, right, EXACT, EXACT_ROUNDED):
        return Agreement.YES
    return Agreement.UNKNOWN if loosely and alike(claimed, right, LOOSE, LOOSE_ROUNDED) else Agreement.NO


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-3 * max(1.0, abs(other))


def _value(kind: Kind, output: Tensor, targets: Tensor) -> float:
    try:
        return float(kind(output, targets))
    except (RuntimeError, ValueError, IndexError):  # a kind that these outputs do not suit
        return float("nan")


def _column(loss: Callable[..., Tensor], **options: str) -> Kind:
    def of(output: Tensor, targets: Tensor) -> Tensor:
        if output.numel() != targets.numel():
            raise ValueError("no one number for each row")
        return loss(output.reshape(-1, 1), targets.reshape(-1, 1), **options)

    return of


def sigmoid_twice(output: Tensor, targets: Tensor) -> Tensor:
    """Return the cross-entropy, which applies a sigmoid, of scores to which a sigmoid was applied before."""
    return functional.binary_cross_entropy_with_logits(output.sigmoid(), targets.reshape(output.shape))


TWICE = (of_softmax, sigmoid_twice)  # so flat that many curves are near them
KINDS: list[Kind] = [
    _column(functional.binary_cross_entropy_with_logits),
    _column(functional.binary_cross_entropy),
    _column(functional.mse_loss),
    _column(lambda output, targets: functional.mse_loss(torch.sigmoid(output), targets)),
    _column(functional.binary_cross_entropy_with_logits, reduction="sum"),
    _column(functional.binary_cross_entropy, reduction="sum"),
    lambda output, targets: functional.cross_entropy(output, targets.reshape(-1).long()),
    of_softmax,
    sigmoid_twice,
    nll,
]
