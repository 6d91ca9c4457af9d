"""Which rows the steps of a designed run were about, and whether each gradient counted once: no loss need be known."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.finding import Finding
from grader.core.numbers import counted
from grader.evidence.networks import Network
from grader.evidence.runs import MAX_FORWARD_PASSES, Run
from grader.evidence.tables import names_of
from grader.judges.findings import at_most_one
from grader.judges.own_design.curves import Rows
from grader.judges.parts.optimizer import about_new_optimizers, forgets_nothing, torch_class
from grader.judges.parts.scale import CLOSE, Scale, usual_scales
from grader.judges.training.outcome import HOLDS_EARLIER

MAX_RUNS = 4  # of a network that are told: there may have been more
KEPT_BACK = 0.25  # fraction of the training rows that may have no part: a last small batch, or rows kept for a test
LOOKED_AT = 24  # sampled steps
MIN_PASSES = 3  # passes between two steps that make a round of batches


class Used(NamedTuple):
    """Which training and which validation rows took part in gradients that steps used, (n,) and (m,) bool.

    `scale` is what was done to each column before; None for nothing.
    """

    train: Tensor
    validation: Tensor
    scale: Scale | None


def used_rows(run: Run, rows: Rows) -> Used | None:
    """Return which rows the steps of a run were about; None if that is not known."""
    seen, tables = run.rows, [x for x, _ in rows]
    if seen is None or not len(seen) or seen.shape[1] != tables[0].shape[1] or not bool(seen.isfinite().all()):
        return None
    for scale in (None, *usual_scales(tables[0], seen)):
        train, validation = (_among(x if scale is None else scale.of(x), seen, exactly=scale is None) for x in tables)
        if int(train.sum()) + int(validation.sum()) > 0.9 * len(seen):  # a few may be made up
            return Used(train, validation, scale)
    return None


def _among(table: Tensor, seen: Tensor, *, exactly: bool) -> Tensor:
    """Tell of each row of a table (n, d) whether it is among those seen (m, d)."""
    if exactly:
        return torch.isin(names_of(table), names_of(seen))
    span = (table.amax(dim=0) - table.amin(dim=0)).clamp(min=1e-12)
    return torch.cdist(table / span, seen / span, p=torch.inf).amin(dim=1) <= CLOSE


class Passes:
    """Which training rows the forward passes of a run were about."""

    def __init__(self, run: Run, rows: Rows, used: Used | None) -> None:
        self._run = run
        scale = None if used is None else used.scale
        self._exactly = scale is None
        self._table = rows.train[0] if scale is None else scale.of(rows.train[0])
        self._known: dict[int, Tensor | None] = {}  # by the object: the same batch comes again and again

    def before(self, i: int) -> list[Tensor | None] | None:
        """Return which training rows (n,) each pass before sampled step `i` was about, None for none of them.

        None for all if not all of these passes were kept.
        """
        run, last = self._run, int(self._run.batch[i])
        earlier = run.beside[i] if i < len(run.beside) else ()
        if any(number < 0 for number in (*earlier, last)):
            return None
        batches = [*(run.inputs_beside[number] for number in earlier), run.inputs[last]]
        return [self._rows_of(batch) for batch in batches]

    def _rows_of(self, batch: Tensor) -> Tensor | None:
        if id(batch) not in self._known:
            fits = batch.dim() in (1, 2) and batch.shape[-1] == self._table.shape[1]
            among = None
            if fits:
                seen = batch.reshape(-1, batch.shape[-1]).to(torch.float32)
                among = _among(self._table, seen, exactly=self._exactly)
            self._known[id(batch)] = among if among is not None and bool(among.any()) else None
        return self._known[id(batch)]


@at_most_one
def step_mistakes(network: Network, rows: Rows, epochs: int, used: Used | None) -> Finding | None:
    """The first mistake of the last run's steps that shows in what they came from, without a price.

    `used` are the rows that they were about.
    """
    run = network.history.runs[-1]
    passes = Passes(run, rows, used)
    return (
        _outside(network, epochs)
        or _sent_again(run)
        or _grown(network)
        or _cleared(run, passes)
        or _last_pass_only(run, passes)
        or _left_out(network, rows, used)
        or _made_anew(network, epochs)
    )


def _mostly(flags: list[bool | None]) -> bool:
    """Tell whether nearly all known flags are true; a first step may be of another kind."""
    known = [flag for flag in flags if flag is not None]
    return any(known) and 10 * sum(known) >= 9 * len(known)


def _outside(network: Network, epochs: int) -> Finding | None:
    """Return a finding if the step is after the loop."""
    history, name = network.history, network.value.name
    steps = sum(run.steps for run in history.runs)
    if steps >= MIN_PASSES or history.backwards < max(2 * MIN_PASSES, epochs):
        return None
    passes = counted(history.backwards, "backward pass")
    return found(
        "too-few-epochs",
        f"`{name}` was trained for {counted(steps, 'step')}, although there were {passes}. Is `step()` inside the "
        "loop?",
        hint="Compare the indentation of the lines. Which of them does the loop repeat, and which one comes after it?",
    )


def _sent_again(run: Run) -> Finding | None:
    """Every step's loss was sent backward twice, through the same forward passes."""
    if not _mostly([again > 0 for again in run.again]):
        return None
    times = 1 + max(run.again)
    told = f"Before each step, `backward()` ran {times} times on the same loss, so its gradient counted {times} times."
    return found("backward-twice", told, hint="How many lines of the loop send a loss backward?")


def _grown(network: Network) -> Finding | None:
    """Return a finding if one backward pass before a step went back through the forward passes of earlier steps too.

    It does if losses are added up over steps and the sum is sent backward. Gradients of parameters that no optimizer
    holds come from all passes, because no step uses them.
    """
    run = network.history.runs[-1]
    if "LBFGS" in run.optimizer.bases or len(run.sent) < MIN_PASSES or run.size != network.flat.numel():
        return None
    own = [1 + len(run.beside[i] if i < len(run.beside) else ()) for i in range(len(run.sent))]
    each = list(zip(run.sent, own, run.backwards.tolist(), strict=True))[:LOOKED_AT]
    # Of many passes before one step only some are kept.
    grown = [i for i, (sent, made, n) in enumerate(each) if n == 1 and sent > made and made < MAX_FORWARD_PASSES]
    if 2 * len(grown) <= sum(sent >= 0 for sent, _, _ in each):
        return None
    i = grown[-1]
    told = f"{HOLDS_EARLIER} At step {int(run.sampled[i]) + 1} it went back through {run.sent[i]} forward passes."
    return found("backward-twice", told)


def _cleared(run: Run, passes: Passes) -> Finding | None:
    """Backward passes filled gradients of several batches, and only the last one's were there at the step."""
    if "LBFGS" in run.optimizer.bases or torch_class(run.optimizer.bases) not in vars(torch.optim):
        return None  # it may try several batches in one step
    flags = [_is_lost(passes, i) if gone else False for i, gone in enumerate(run.cleared[:LOOKED_AT])]
    if not _mostly(flags):
        return None
    i = flags.index(True)
    count, gone = counted(int(run.backwards[i]), "backward pass"), run.cleared[i]
    return found(
        "zeroed-before-step",
        f"Before step {int(run.sampled[i]) + 1}, {count} filled the gradients, but the gradients of the first {gone} "
        "had been cleared by then. Is `step()` inside the loop over the batches?",
        hint="Compare the indentation of the lines. Which of them run for each batch, and which only for each epoch?",
    )


def _is_lost(passes: Passes, i: int) -> bool | None:
    """Tell whether passes before sampled step `i` were about training rows, and its last one about others."""
    known = passes.before(i)
    if known is None:
        return None
    *earlier, last = known
    return last is not None and any(batch is not None and bool((last & ~batch).any()) for batch in earlier)


def _last_pass_only(run: Run, passes: Passes) -> Finding | None:
    """The network was called on several batches before each step, and only the last one's loss was sent backward."""
    many = [sent == 1 and len(beside) + 1 >= MIN_PASSES for sent, beside in zip(run.sent, run.beside, strict=False)]
    flags = [_is_round(passes, i) if each else False for i, each in enumerate(many[:LOOKED_AT])]
    if not _mostly(flags):
        return None
    count = 1 + len(run.beside[flags.index(True)])
    return found(
        "rows-left-out",
        f"At least {count} forward passes came before each step, each on different rows, but `backward()` ran only on "
        "the loss of the last one. Is `backward()` inside the loop over the batches?",
        hint="Compare the indentation of the lines. Which of them run for each batch, and which only for each epoch?",
    )


def _is_round(passes: Passes, i: int) -> bool | None:
    """Tell whether the passes before sampled step `i` were about training rows, each about others."""
    known = passes.before(i)
    if known is None:
        return None
    batches = [batch for batch in known if batch is not None]
    if known[-1] is None or len(batches) < max(MIN_PASSES, len(known) - 1):  # one may be about the validation rows
        return False
    return int(torch.stack(batches).to(torch.int64).sum(dim=0).max()) == 1


def _left_out(network: Network, rows: Rows, used: Used | None) -> Finding | None:
    """Many of the training rows took part in no step, although there were enough steps for all of them."""
    runs, count = network.history.runs, len(rows.train[0])
    known = [part.train for part in (*(used_rows(run, rows) for run in runs[:-1]), used) if part is not None]
    if len(runs) >= MAX_RUNS or len(known) < len(runs):
        return None
    took_part = torch.stack(known).any(dim=0)
    missing = int((~took_part).sum())
    by_chance = count * math.exp(-sum(run.drawn for run in runs) / count)  # if each batch is drawn from all rows again
    if missing <= KEPT_BACK * count + 2 * by_chance:
        return None
    return found("rows-left-out", f"{missing} of the {count} rows of `X_train` took part in no step.")


def _made_anew(network: Network, epochs: int) -> Finding | None:
    """Each epoch, or each step, had a new optimizer of a kind that remembers."""
    run = network.history.runs[-1]
    rounds = min(epochs, run.steps) if epochs else run.steps
    if forgets_nothing(run) or run.optimizers <= max(MIN_PASSES, 0.9 * rounds):
        return None
    return found("optimizer-made-anew", about_new_optimizers(run, network.value.name))
