"""Which rows the steps of a designed run were about, and whether each gradient counted once: no loss need be known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import torch

from grader.checks.numbers import counted
from grader.checks.optimizer import torch_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from torch import Tensor

    from grader.checks.curves import Rows
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run

    Scaling = Callable[[Tensor], Tensor]

MOST_RUNS = 4  # of a network that are told: there may have been more
KEPT_BACK = 0.25  # share of the training rows that may have no part: a last small batch, or rows kept for a test
EQUAL = 1e-4  # of a column's range: two ways to scale differ in the last digits
FEWEST = 3  # passes between two steps that make a round of batches


class Used(NamedTuple):
    """Which training and which validation rows took part in gradients that steps used, (n,) and (m,) bool."""

    train: Tensor
    validation: Tensor


def used_rows(run: Run, rows: Rows) -> Used | None:
    """Return which rows the steps of a run were about; None where that is not known."""
    scale = _scale(run, rows)
    return None if scale is None else Used(*(_among(scale(x), run.rows) for x, _ in rows))


def _scale(run: Run, rows: Rows) -> Scaling | None:
    """Return what was done to each column before the steps' rows came to the network; None where that is not known."""
    seen, tables = run.rows, [x for x, _ in rows]
    if seen is None or not len(seen) or seen.shape[1] != tables[0].shape[1] or not bool(seen.isfinite().all()):
        return None
    for scale in _scales(tables[0], seen):
        among = sum(int(_among(scale(table), seen).sum()) for table in tables)
        if among > 0.9 * len(seen):  # a few may be made up
            return scale
    return None


def _scales(train: Tensor, seen: Tensor) -> Iterator[Scaling]:
    """Yield what a loop may do to each column before the network gets it, by numbers of the training rows."""
    low, high, mean = train.amin(dim=0), train.amax(dim=0), train.mean(dim=0)
    yield lambda table: table
    for spread in (train.std(dim=0), train.std(dim=0, unbiased=False)):
        yield lambda table, spread=spread: (table - mean) / spread
    yield lambda table: (table - low) / (high - low)
    yield lambda table: 2 * (table - low) / (high - low) - 1
    first, last = seen.amin(dim=0), seen.amax(dim=0)
    yield lambda table: (table - low) / (high - low) * (last - first) + first


def _among(table: Tensor, seen: Tensor) -> Tensor:
    """Tell of each row of a table (n, d) whether it is among those seen."""
    if not len(table):
        return torch.zeros(0, dtype=torch.bool)
    span = (seen.amax(dim=0) - seen.amin(dim=0)).clamp(min=1e-12)
    nearest = torch.cdist(table / span, seen / span, p=torch.inf).amin(dim=1)
    return nearest <= EQUAL


def step_mistakes(network: Network, rows: Rows, epochs: int) -> Iterator[tuple[str, str]]:
    """Yield code and facts of the first mistake of the last run's steps that shows in what they came from."""
    run = network.history.runs[-1]
    wrong = (
        _sent_again(run) or _cleared(run, rows) or _last_pass_only(run, rows) or _left_out(network, rows)
        or _made_anew(network, epochs)
    )  # fmt: skip
    if wrong:
        yield wrong


def _mostly(flags: list[bool]) -> bool:
    """Tell whether nearly all steps have it; a first one may be of another kind."""
    return bool(flags) and 10 * sum(flags) >= 9 * len(flags)


def _sent_again(run: Run) -> tuple[str, str] | None:
    """Every step's loss was sent backward twice, through the same forward passes."""
    if not _mostly([again > 0 for again in run.again]):
        return None
    times = 1 + max(run.again)
    return "backward-twice", (
        f"before each step `backward()` ran {times} times on one loss, so that its gradient counted as often"
    )


def _cleared(run: Run, rows: Rows) -> tuple[str, str] | None:
    """Backward passes filled gradients of several batches, and only the last one's were there at the step."""
    if "LBFGS" in run.optimizer.bases or torch_class(run.optimizer.bases) not in vars(torch.optim):
        return None  # it may try several batches in one step
    flags = [gone > 0 and _is_lost(run, rows, i) for i, gone in enumerate(run.cleared)]
    if not _mostly(flags):
        return None
    i = flags.index(True)
    passes, gone = counted(int(run.backwards[i]), "backward pass"), run.cleared[i]
    return "zeroed-before-step", (
        f"{passes} filled the gradients before step {int(run.sampled[i]) + 1}, and those of the first {gone} had been "
        "cleared by then: does the step stand inside the loop over the batches?"
    )


def _is_lost(run: Run, rows: Rows, i: int) -> bool:
    """Tell whether passes before sampled step `i` were about training rows, and its last one about others."""
    earlier, last = _passes(run, rows, i)
    return last is not None and any(batch is not None and bool((last & ~batch).any()) for batch in earlier)


def _last_pass_only(run: Run, rows: Rows) -> tuple[str, str] | None:
    """The network was called on a round of batches before each step, and only the last one's loss was sent backward."""
    flags = [sent == 1 and _is_round(run, rows, i) for i, sent in enumerate(run.sent)] if run.beside else []
    if not _mostly(flags):
        return None
    i = flags.index(True)
    passes = 1 + len(run.beside[i])
    return "rows-left-out", (
        f"`backward()` ran once after {passes} or more forward passes on other rows each, so that only the last one's "
        "rows took part in the step: does it stand inside the loop over the batches?"
    )


def _is_round(run: Run, rows: Rows, i: int) -> bool:
    """Tell whether the passes before sampled step `i` were about training rows, each about others."""
    earlier, last = _passes(run, rows, i)
    batches = [batch for batch in (*earlier, last) if batch is not None]
    if len(batches) < max(FEWEST, len(earlier)) or last is None:
        return False
    times = torch.stack(batches).to(torch.int64).sum(dim=0)
    return int(times.max()) == 1


def _passes(run: Run, rows: Rows, i: int) -> tuple[list[Tensor | None], Tensor | None]:
    """Return which training rows each forward pass before sampled step `i` was about, the last one apart."""
    scale, train = _scale(run, rows), rows.train[0]
    table = train if scale is None else scale(train)

    def known(batch: Tensor) -> Tensor | None:
        if batch.dim() not in (1, 2) or batch.shape[-1] != table.shape[1]:
            return None
        among = _among(table, batch.reshape(-1, table.shape[1]).to(torch.float32))
        return among if bool(among.any()) else None

    earlier = run.beside[i] if i < len(run.beside) else ()
    beside = [known(run.inputs_beside[number]) if number >= 0 else None for number in earlier]
    number = int(run.batch[i])
    return beside, known(run.inputs[number]) if number >= 0 else None


def _left_out(network: Network, rows: Rows) -> tuple[str, str] | None:
    """A good part of the training rows took part in no step, though there were steps enough for all of them."""
    runs, count = network.history.runs, len(rows.train[0])
    parts = [used_rows(run, rows) for run in runs]
    if len(runs) >= MOST_RUNS or any(part is None for part in parts):
        return None
    took_part = torch.stack([part.train for part in parts]).any(dim=0)
    missing = int((~took_part).sum())
    by_chance = count * math.exp(-sum(run.drawn for run in runs) / count)  # where each batch is drawn anew from all
    if missing <= KEPT_BACK * count + 2 * by_chance:
        return None
    return "rows-left-out", f"{counted(missing, 'row')} of {count} in `X_train` took part in no step"


def _made_anew(network: Network, epochs: int) -> tuple[str, str] | None:
    """Each epoch, or each step, had a new optimizer of a kind that remembers."""
    run, name = network.history.runs[-1], network.value.name
    forgets = torch_class(run.optimizer.bases) == "SGD" and not bool(run.pace[:, 1].nan_to_num().any())
    rounds = min(epochs, run.steps) if epochs else run.steps
    if forgets or run.optimizers <= max(FEWEST, 0.9 * rounds):
        return None
    return "optimizer-made-anew", (
        f"{counted(run.optimizers, 'optimizer')} made the {counted(run.steps, 'step')} of `{name}`: each new "
        f"{run.optimizer.class_name} has forgotten the averages of the gradients before it"
    )
