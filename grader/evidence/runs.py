"""A training run as recorded: plain data that a judge can recompute."""

from __future__ import annotations

import functools
import math

import msgspec
import torch
from torch import Tensor

EVERY_STEP_UNTIL = 32  # then 8 samples an octave
MAX_RECORDED_NUMBERS = 20_000  # parameters of a network beyond this are counted, not recorded
MAX_LOSSES = 20_000
MAX_SAMPLED_NUMBERS = 2**18  # numbers in all samples of one run: a bundle holds several runs
MAX_INPUTS = 96
MAX_INPUT_NUMBERS = 2**18  # numbers in all inputs of one run, those of earlier forward passes among them
KEPT_PART = 3  # one of so many samples stays in a run that is shortened
MAX_FORWARD_PASSES = 16  # forward passes before one step whose inputs are kept


# The fields of a run with an item for each sampled step, and those about what the network was called on.
OF_SAMPLES = (
    "sampled", "before", "gradient", "after", "arrived", "backwards", "stale", "pace", "batch", "sent", "cleared",
    "again",
)  # fmt: skip
OF_INPUTS = ("inputs", "targets", "beside", "inputs_beside")


class OptimizerSettings(msgspec.Struct, frozen=True):
    """Class and numeric settings of an optimizer, group by group: {"lr": 0.01, "momentum": 0.0, …}."""

    class_name: str
    bases: tuple[str, ...]
    groups: tuple[dict[str, float], ...]

    @property
    def learning_rates(self) -> set[float]:
        return {group["lr"] for group in self.groups if "lr" in group}


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive optimizer steps on one set of parameters, within one run of a notebook cell.

    S sampled steps (all of the first ones, later ones ever more sparsely) of a network of P numbers; the
    parameters are flattened one after the other, in the order of `shapes`.
    """

    optimizer: OptimizerSettings
    optimizers: int  # how many optimizer objects made the steps; 1 as a rule
    shapes: tuple[tuple[int, ...], ...]
    steps: int
    sampled: Tensor  # (S,) int64: the numbers of the sampled steps, from 0
    before: Tensor  # (S, P) parameters before the step
    gradient: Tensor  # (S, P) what `.grad` held at the step, 0 if it was None
    after: Tensor  # (S, P) parameters after the step
    arrived: Tensor  # (S, P) what the backward passes since the previous step added to `.grad`
    backwards: Tensor  # (S,) int64: how many backward passes that were
    stale: Tensor  # (S,) bool: the last of them belongs to a forward pass older than the previous step
    pace: Tensor  # (S, 2) float64: learning rate, and momentum or first beta, of the first parameter group at the step
    batch: Tensor  # (S,) int64: index into `inputs` of what the network was called on, -1 where unknown
    inputs: tuple[Tensor, ...]
    targets: tuple[Tensor | None, ...]  # what a criterion module compared the predictions with, for each of `inputs`
    losses: Tensor  # (steps,) float64: the loss whose backward pass came last before each step, NaN if none did
    marks: Tensor  # (steps,) float64: `marks` of the parameters after each step
    loss_shapes: tuple[tuple[int, ...], ...] = ()  # of prediction and target, if a torch.nn loss was called on them
    # If several forward passes came before a step: for each of the S steps the earlier ones, as indices into
    # `inputs_beside`, -1 where unknown; empty if no step had more than one.
    beside: tuple[tuple[int, ...], ...] = ()
    inputs_beside: tuple[Tensor, ...] = ()
    # For each of the S steps how many forward passes its gradients came through, -1 where unknown; how many backward
    # passes before it had theirs cleared before the next one came; and how many sent a loss backward that the one
    # before had sent. The last two are empty if it is 0 everywhere.
    sent: tuple[int, ...] = ()
    cleared: tuple[int, ...] = ()
    again: tuple[int, ...] = ()
    rows: Tensor | None = None  # (R, d) distinct rows that the gradients of all steps came from, (0, 0) where unknown
    drawn: int = 0  # how many rows that were, each as often as it came
    in_eval: int = 0  # steps whose forward pass a network in eval mode made
    coarse: bool = False  # computed at half precision: under autocast, or with such parameters
    last: Tensor  # (P,) parameters after the last step

    @property
    def size(self) -> int:
        """P, how many numbers the optimizer held."""
        return sum(math.prod(shape) for shape in self.shapes)


def shortened(run: Run) -> Run:
    """Return a run without what the network was called on, and with the first third of its samples."""
    count = -(-len(run.before) // KEPT_PART)
    first = {name: getattr(run, name)[:count] for name in OF_SAMPLES}
    first["batch"] = torch.full_like(first["batch"], -1)
    return msgspec.structs.replace(run, **first, **dict.fromkeys(OF_INPUTS, ()), rows=None, drawn=0)


class Passes(msgspec.Struct, frozen=True):
    """Backward passes that reached a network. Samples are kept only if no optimizer moved its parameters."""

    losses: Tensor  # (passes,) float64: the loss of each, NaN if it was not one number
    before: Tensor  # (S, P) parameters at the first passes
    arrived: Tensor  # (S, P) the gradients that these passes brought


class OtherRun(msgspec.Struct, frozen=True):
    """What is known of a run on other parameters that happened since this network was first called."""

    shapes: tuple[tuple[int, ...], ...]
    steps: int
    start: Tensor  # (P,)
    last: Tensor  # (P,)
    had_gradient: bool


class Counts(msgspec.Struct, frozen=True):
    """What happened in one run of a notebook cell, on any network; calls inside of other calls do not count."""

    forwards: int = 0  # calls of networks
    without_graph: int = 0  # how many of them kept no graph, as under `no_grad`
    backwards: int = 0
    steps: int = 0
    optimizers: int = 0  # how many optimizer objects made the steps
    in_train: int = 0  # calls of networks that were in train mode


class History(msgspec.Struct, frozen=True):
    """All that the recorder saw of one network.

    `lost` counts backward passes that followed a forward pass of the network and reached none of its parameters.
    `visits` (S, P) are the parameters at the first forward passes, if no optimizer held them all.
    `counts` are of the cell that the network was last trained or called in, or where it never was, of the last cell
    that called any. `alike` counts networks with parameters of the same shapes that were first called in that cell.
    `copied` tells that the runs are those of another network, whose parameters after some step this one has.
    """

    forwards: int = 0
    backwards: int = 0
    lost: int = 0
    start: Tensor | None = None  # (P,) parameters when it was first called
    passes: Passes | None = None
    visits: Tensor | None = None
    runs: tuple[Run, ...] = ()  # the first and the latest, oldest first
    others: tuple[OtherRun, ...] = ()
    counts: Counts = Counts()
    alike: int = 0
    copied: bool = False


def is_sampled(step: int) -> bool:
    """Tell whether a step, counted from 0, is one that the recorder keeps in full."""
    return step < EVERY_STEP_UNTIL or step % _stride(step // EVERY_STEP_UNTIL) == 0


def max_samples(size: int) -> int:
    """Return the largest number of steps that is kept of a network of `size` numbers."""
    return MAX_SAMPLED_NUMBERS // (4 * max(1, size))


def samples_of(steps: int) -> int:
    """Return how many of so many steps of a small network are kept in full."""
    count, begin = min(steps, EVERY_STEP_UNTIL), EVERY_STEP_UNTIL
    while begin < steps:
        count += -((begin - min(2 * begin, steps)) // _stride(begin // EVERY_STEP_UNTIL))
        begin *= 2
    return count


def _stride(octaves: int) -> int:
    return 2 << octaves.bit_length()


def marks(states: Tensor) -> Tensor:
    """Return one number (S,) for each state of parameters (S, P), by which it can be found again among those of a run.

    The same state may come out a little different beside others.
    """
    return (states.to(torch.float64) * _weights(states.shape[1])).sum(dim=1)


@functools.lru_cache(maxsize=64)
def _weights(count: int) -> Tensor:
    return torch.cos(torch.arange(1, count + 1, dtype=torch.float64))
