"""Which gradient did the optimizer use? From a recorded run, each step's gradient is computed again and compared.

At every sampled step the judge knows the parameters and the gradient that the step used. It computes the gradient of
the loss that was asked for, and of known mistakes, at those parameters. Whichever agrees is what happened.
"""

from __future__ import annotations

import functools
import math
from collections import Counter, deque
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch.func import vmap

from grader.core.numbers import counted, row, shown
from grader.judges.training.batches import (
    ALL,
    GATHERED,
    OTHER_ROWS,
    OTHER_TARGETS,
    OWN,
    Batch,
    gathered,
    is_all_there_is,
    is_mixed,
    other_targets,
    possible,
    rows_seen,
)
from grader.judges.training.partial import cut_off, has_grown, is_share_of

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.judges.parts.objective import Loss, Objective


MAX_SAMPLES = 24
EARLY = 14
COARSE = 5e-2  # the same at half precision
HUGE = 1e15  # of parameters: their squares and products overflow before long
CLOSE = 2e-3  # of the gradient's length; float32 sums in another order differ by some 1e-6
WRITTEN = (("wrong-criterion",), ("wrong-values",))  # the codes of a gradient that is not the loss's
ALIKE = 0.9999  # cosine between a gradient that was scaled and one that it came from
HOLDS_EARLIER = "the loss that was sent backward holds those of earlier epochs too, so that they count again"
ROUNDING = 3e-5  # of the parameters' length: what is left of a gradient that rounds to 0 at the minimum


# Two judges look at each run: what was worked out for the one is not worked out again. Compared by identity.
_asked: deque[tuple[tuple[Any, ...], list[Step]]] = deque(maxlen=4)


class Explanation(NamedTuple):
    """`codes` of what was wrong with the steps (empty: nothing), seen first at `step`, counted from 1.

    There the gradient that was used had the length `used`, the right one `right`. `about` says more, if there is more.
    """

    codes: tuple[str, ...] = ()
    step: int = 0
    used: float = 0.0
    right: float = 0.0
    about: str = ""


def explain(run: Run, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None) -> Explanation:
    """Tell which gradients the steps of `run` used. `forward(parameters, inputs)` is None for an unknown network."""
    steps = steps_of(run, objective, forward)
    judged = [(codes, step) for step in steps if (codes := step.codes()) is not None]
    wrong = Counter(codes for codes, _ in judged if codes)
    # One odd step is no mistake: an earlier cell may have left a gradient behind.
    if not wrong or wrong.total() <= len(judged) // 10:
        return _left_out(run, objective, [step for codes, step in judged if not codes])
    if len(wrong) > 1:
        del wrong["detached-loss",]  # a gradient that fades out later is a consequence of the other mistake
    codes = wrong.most_common(1)[0][0]
    step = next(step for found, step in judged if found == codes)
    lengths = float(step.used.norm()), float(step.fresh[0].norm())
    return Explanation(codes, int(run.sampled[step.i]) + 1, *lengths, step.about)


def _left_out(run: Run, objective: Objective, right: list[Step]) -> Explanation:
    """Tell which rows no step was about, where each step was right about some of them."""
    if all(len(rows) == len(objective.targets) for rows in map(objective.as_rows, run.inputs) if rows is not None):
        return Explanation()
    right = [step for step in right if not step.is_about_either()]
    kinds = {step.kind for step in right}
    if not right or not kinds <= {OWN, GATHERED}:
        return Explanation()
    seen, count = rows_seen(run, objective, beside=GATHERED in kinds), len(objective.targets)
    if seen is None or not is_all_there_is(seen, run, count):
        return Explanation()
    missing = sorted(set(range(count)) - set().union(*seen))
    if not missing:
        return Explanation()
    step = right[0]
    passes = 1 + max(map(len, run.beside), default=0)
    number, about = (
        int(run.sampled[step.i]) + 1,
        f"the updates are about {count - len(missing)} of {counted(count, 'row')}",
    )
    if GATHERED not in kinds and passes > 1:
        if int(run.backwards[step.i]) > 1:
            about = (
                f"the gradients of {passes} forward passes were filled, but only those of the last one were still there"
            )
            return Explanation(("zeroed-before-step",), number, about=about)
        about = f"{about}: of {passes} forward passes before each step only the last one's loss was sent backward"
    else:
        about = f"{about}: {row(objective.inputs[missing[0]])}, for one, took part in no step"
    return Explanation(("rows-left-out",), number, about=about)


def went_down(
    network: Network, run: Run, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None
) -> bool:
    """Tell whether a loss was computed where each step began, by an optimizer that tries several points in a step.

    Its last gradient is that of the last point it tried, which nobody has seen.
    """
    passes = network.history.passes
    if passes is None or forward is None or not len(run.before):
        return True
    begun = [objective.loss(forward(state, objective.inputs), objective.targets) for state in run.before]
    near = torch.isclose(torch.stack(begun)[:, None].to(torch.float64), passes.losses[None, :], rtol=CLOSE, atol=1e-7)
    return float(near.any(dim=1).to(torch.float64).mean()) >= 0.9


def steps_of(run: Run, objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None) -> list[Step]:
    """Return those sampled steps of `run` that are looked at; the same ones for who asks again of the same objects."""
    for earlier, steps in _asked:
        if all(a is b for a, b in zip(earlier, (run, objective, forward), strict=True)):
            return steps
    chosen = _chosen(run)
    floors = (ROUNDING * (1.0 + run.before[chosen].norm(dim=1).to(torch.float64))).tolist()
    steps = [Step(run, i, objective, forward, floor) for i, floor in zip(chosen, floors, strict=True)]
    _work_out(steps, objective, forward)
    _asked.append(((run, objective, forward), steps))
    return steps


def _work_out(steps: list[Step], objective: Objective, forward: Callable[[Tensor, Tensor], Tensor] | None) -> None:
    """Give each step the loss and the gradient of all rows at its parameters: one pass for all of them is fast."""
    if forward is None or not steps:
        return
    parameters = torch.stack([step.before for step in steps]).requires_grad_()
    try:
        losses = vmap(lambda flat: objective.loss(forward(flat, objective.inputs), objective.targets))(parameters)
        gradients = torch.autograd.grad(losses.sum(), parameters)[0]
    except (RuntimeError, ValueError):  # a step at a time, then
        return
    used, lengths = torch.stack([step.used for step in steps]), gradients.norm(dim=1)
    floors = torch.tensor([step.floor for step in steps])
    agree = ((used - gradients).norm(dim=1) <= CLOSE * lengths + floors) & (lengths >= 10 * floors)
    run, at, losses = steps[0].run, [step.i for step in steps], losses.detach()
    agree &= ~run.stale[at]
    recorded = _recorded(run)[at]
    known = (run.backwards[at] == 1) & recorded.isfinite()
    fits = known & ((recorded - losses).abs() <= CLOSE * losses.abs().clamp(min=1.0))
    each = zip(steps, losses, gradients, agree.tolist(), fits.tolist(), strict=True)
    for step, loss, gradient, right, fit in each:
        step.whole = (loss, gradient)
        if right:  # as nearly all of them are: no need to look further
            step.kind = ALL
            step.settle((), fits=fit)


def _recorded(run: Run) -> Tensor:
    """Return the recorded loss of each sampled step, (S,) float64; NaN where none is known."""
    known = run.sampled < len(run.losses)
    recorded = torch.full((len(run.sampled),), math.nan, dtype=torch.float64)
    recorded[known] = run.losses[run.sampled[known]].to(torch.float64)
    return recorded


def _chosen(run: Run) -> list[int]:
    """Early steps tell most; the very first cannot show an accumulated or a stale gradient, so it is left out."""
    samples = len(run.before)
    if samples <= MAX_SAMPLES:
        chosen = list(range(samples))
    else:
        spread = torch.linspace(EARLY, samples - 1, MAX_SAMPLES - EARLY).long().tolist()
        chosen = sorted({*range(EARLY), *spread})
    return chosen if samples == 1 else [i for i in chosen if i > 0]


def _rounded(tensor: Tensor) -> Tensor:
    """Round to half precision, and let gradients pass as if nothing had been."""
    return tensor + (tensor.detach().to(torch.bfloat16).to(tensor.dtype) - tensor.detach())


class Step:
    """One sampled step, number `i` of the samples."""

    def __init__(self, run: Run, i: int, objective: Objective, forward: Callable | None, floor: float) -> None:
        self.run, self.i, self.objective, self.forward = run, i, objective, forward
        self.before, self.used = run.before[i], run.gradient[i]
        self.fresh: list[Tensor] = []
        self.floor = floor
        self.whole: tuple[Tensor, Tensor] | None = None  # loss and gradient of all rows, where worked out already
        self.kind = ""  # of the batch that a right gradient is about
        self.about = ""  # what is to be said of this step's mistake
        self._possible: list[Batch] = []
        self._codes: list[tuple[str, ...] | None] = []
        self._fits = False  # known to have the loss of all rows

    @property
    def follows(self) -> bool:
        """Whether the sample before this one is of the step before."""
        sampled = self.run.sampled
        return self.i > 0 and int(sampled[self.i]) == int(sampled[self.i - 1]) + 1

    def codes(self) -> tuple[str, ...] | None:
        """Return the mistakes of this step, () for none, None where the step tells nothing."""
        if not self._codes:
            self.settle(self._found())
        return self._codes[0]

    def settle(self, codes: tuple[str, ...] | None, *, fits: bool = False) -> None:
        """Let `codes` be the mistakes of this step; `fits` where its loss is known to be that of all rows."""
        self._codes, self._fits = [codes], fits

    def _found(self) -> tuple[str, ...] | None:
        candidates = self._candidates(self.objective.loss, self.before) or [(ALL, self.run.arrived[self.i])]
        fresh = self.fresh = [gradient for _, gradient in candidates]
        if not bool(torch.isfinite(self.used).all()):
            return self._of_no_numbers(fresh)
        if all(float(g.norm()) < 10 * self.floor for g in fresh):
            return None
        stale, backwards = bool(self.run.stale[self.i]), int(self.run.backwards[self.i])
        if not stale:
            kinds = [kind for kind, g in candidates if self._agree(self.used, g)]
            if kinds:
                self.kind = ALL if ALL in kinds else kinds[0]
                return self._of_targets() if self.kind == OTHER_ROWS else ()
        without = self._without_its_own(stale=stale, backwards=backwards)
        if without:
            return without
        if self._is_gathered():
            self.kind = GATHERED
            return ()
        return self._explained(fresh)

    def _without_its_own(self, *, stale: bool, backwards: int) -> tuple[str, ...]:
        """Return the mistakes of a step that used no gradient, or not that of its own epoch; () for any other."""
        nothing_used = float(self.used.norm()) <= self.floor
        if stale:
            late = self._gradients(self.objective.loss, self.run.before[self.i - 1])
            summed = not nothing_used and self.follows and float(self._previous.norm()) > self.floor
            twice = summed and any(self._agree(self.used - self._previous, g, self.used) for g in late)
            return ("missing-zero-grad", "step-before-backward") if twice else ("step-before-backward",)
        if nothing_used and backwards == 0:
            return ("no-backward",)
        if nothing_used:
            arrived = float(self.run.arrived[self.i].norm()) > self.floor
            return ("zeroed-before-step",) if arrived else (self._flat_loss(),)
        again = backwards == 0 and self.follows and self._agree(self.used, self._previous)
        return ("step-before-backward",) if again else ()

    def _of_targets(self) -> tuple[str, ...]:
        """A network that was called on the targets learned the way back."""
        given = self._batches()[-1].pairs[0][0]
        if given.shape != self.objective.targets.shape or not torch.equal(given, self.objective.targets):
            return ()
        self.about = "was about predictions from the targets: inputs and targets are swapped"
        return ("wrong-values",)

    def _of_no_numbers(self, fresh: list[Tensor]) -> tuple[str, ...] | None:
        """A gradient with inf or NaN in it: training that diverged has some too, where numbers were as large before."""
        if not all(bool(torch.isfinite(g).all()) for g in fresh) or float(self.before.abs().max()) > HUGE:
            return None
        self._about_swapped()
        self.about = self.about or "used a gradient that is no number, where the loss asked for has one"
        return ("wrong-criterion",)

    def _is_gathered(self) -> bool:
        """Tell whether the step used the gradients of several forward passes, each row's once."""
        loss, before = self.objective.loss, self.before
        return any(self._agree(self.used, self._gradient(b, loss, before)) for b in self._gathered())

    def has_its_loss(self) -> bool | None:
        """Tell whether a step with a right gradient has a loss to go with it; None where that cannot be told."""
        if self._fits:
            return True
        if self.run.coarse:
            return None
        step = int(self.run.sampled[self.i])
        plain = self.forward is not None and int(self.run.backwards[self.i]) == 1 and step < len(self.run.losses)
        if not plain or not math.isfinite(float(self.run.losses[step])) or self.codes() != ():
            return None
        return self._loss_is_right()

    def is_about_either(self) -> bool:
        """Tell whether a right gradient is that of all rows and of the step's own batch alike, as near the minimum."""
        own = [b for b in self._batches() if b.kind == OWN] if self.kind == ALL and self.forward else []
        return any(self._agree(self.used, self._gradient(b, self.objective.loss, self.before)) for b in own)

    def is_written(self) -> bool:
        """Tell whether a step used another gradient than its one backward pass brought, and no right one either."""
        if int(self.run.backwards[self.i]) != 1 or bool(self.run.stale[self.i]) or self.codes() not in WRITTEN:
            return False
        arrived = self.run.arrived[self.i]
        limit = float(self.used.abs().max())
        alike = float(self.used @ arrived) > ALIKE * float(self.used.norm()) * float(arrived.norm())
        clipped = self._agree(self.used, arrived.clamp(-limit, limit))
        return not (alike or clipped or self._is_sum([arrived]))

    @property
    def _previous(self) -> Tensor:
        return self.run.gradient[self.i - 1]

    def _explained(self, fresh: list[Tensor]) -> tuple[str, ...] | None:
        """Compare with the sum of gradients, then with the gradients of known mistakes, alone and summed."""
        if self._is_sum(fresh):
            return self._summed(fresh)
        backwards = int(self.run.backwards[self.i])
        if backwards > 1 and any(self._agree(self.used, backwards * g) for g in fresh):
            self.about = f"`backward()` ran {backwards} times on one loss, so that its gradient counted as often"
            return ("backward-twice",)
        if self._has_other_targets():
            return ("wrong-values",) if is_mixed(self.run, self.objective) else ()
        for code, loss in self.objective.mistaken if self.forward else ():
            gradients = self._gradients(loss, self.before)
            if any(self._agree(self.used, g) for g in gradients):
                return (code,)
            if self._is_sum(gradients):
                return ("missing-zero-grad", code)
        if self._is_clipped(fresh):
            return ()
        return self._in_part(fresh) or self._another_loss()

    def _in_part(self, fresh: list[Tensor]) -> tuple[str, ...]:
        """Return the mistake of a gradient that lacks some parameters, or holds a share of earlier epochs' losses."""
        if self.forward is None or self.run.coarse:
            return ()
        cut = cut_off(self.used, fresh, self.run.shapes, self.floor)
        if cut:
            self.about = cut
            return ("detached-loss",)
        if not self.follows or int(self.run.backwards[self.i]) != 1:
            return ()
        first, before = (Step(self.run, i, self.objective, self.forward, self.floor) for i in (0, self.i - 1))
        began = is_share_of(first.sent, first.own())
        if not began or not has_grown(self.sent, before.sent, self.own()):
            return ()
        self.about = HOLDS_EARLIER
        return ("backward-twice",)

    def _summed(self, fresh: list[Tensor]) -> tuple[str, ...]:
        """The sum of this step's gradient and all earlier ones: nobody cleared them, or the loss itself has grown."""
        arrived = self.run.arrived[self.i]
        if self._agree(self.used, arrived) and not any(self._agree(arrived, g) for g in fresh):
            self.about = HOLDS_EARLIER
            return ("backward-twice",)
        return ("missing-zero-grad",)

    def _another_loss(self) -> tuple[str, ...] | None:
        """A gradient that nothing explains is another loss's, where it is known what the step was about."""
        if self.forward is None:
            return ()
        if self.run.coarse:
            return ("wrong-dtype",) if self._noise < max(float(g.norm()) for g in self.fresh) else None
        number = int(self.run.batch[self.i])
        if number >= 0 and self.objective.rows_of(self.run.inputs[number]) is None:
            self.about = "was about inputs that are no rows of the data"
            return ("wrong-values",)
        if self._is_sum([self.run.arrived[self.i]]):
            return ("missing-zero-grad", "wrong-criterion")
        return self._made_up() or self._of_another()

    def _of_another(self) -> tuple[str, ...]:
        self._about_swapped()
        return ("wrong-criterion",)

    def _made_up(self) -> tuple[str, ...]:
        """Return the mistake of a gradient that no backward pass brought, or that was changed after one."""
        used, arrived = self.used, self.run.arrived[self.i]
        if int(self.run.backwards[self.i]) == 0:
            self.about = (
                f"used a gradient of length {shown(used.norm())} that no `backward()` brought, and that is not the "
                f"gradient of the loss, whose length is {shown(self.fresh[0].norm())}"
            )
            return ("no-backward",)
        if any(self._agree(arrived, g) for g in self.fresh):
            self.about = (
                f"used a gradient of length {shown(used.norm())}, and `backward()` had brought the right one, of "
                f"length {shown(arrived.norm())}: something changed it between the backward pass and the step"
            )
            return ("wrong-values",)
        return ()

    def _has_other_targets(self) -> bool:
        """Tell whether the predictions for rows of the data were compared with the targets of others."""
        if self.forward is None:
            return False
        batch = next((b for b in self._batches() if b.kind == OTHER_TARGETS), None)
        if batch is None:
            return False
        if not self._agree(self.used, self._gradient(batch, self.objective.loss, self.before)):
            return False
        self.kind = OTHER_TARGETS
        self.about = f"compared predictions with other targets: {other_targets(self.run, self.objective, self.i)}"
        return True

    def _about_swapped(self) -> None:
        """Tell that the loss took the targets for predictions, where its value says so."""
        inputs, targets = self._batches()[0].pairs[0]
        if self.forward is None or not math.isfinite(self._recorded_loss):
            return
        outputs = self.forward(self.before, inputs)
        value, right = (float(self.objective.loss(*pair)) for pair in ((targets, outputs), (outputs, targets)))
        if abs(self._recorded_loss - value) <= CLOSE * max(1.0, abs(value)) < abs(value - right):
            self.about = "used a loss that was given the targets first: the prediction comes first, then the target"

    def _is_sum(self, fresh: list[Tensor]) -> bool:
        return self.follows and any(self._agree(self.used - self._previous, g, self.used) for g in fresh)

    def _is_clipped(self, fresh: list[Tensor]) -> bool:
        """A gradient cut short, by length or number by number, of the loss asked for, is no mistake."""
        if not self._loss_is_right():
            return False
        if int(self.run.backwards[self.i]) == 0 and not self._is_as_long_as_before():
            return False  # nobody saw its loss, and it is a fraction of the right one at each step
        for g in fresh:
            factor = float(self.used @ g) / float(g @ g) if float(g @ g) else 0.0
            limit = float(self.used.abs().max())
            if (0 < factor < 1 and self._agree(self.used, factor * g)) or self._agree(
                self.used, g.clamp(-limit, limit)
            ):
                return True
        return False

    def _is_as_long_as_before(self) -> bool:
        """Tell whether a gradient has the length of the one before it, as two have that are cut to one length."""
        length = float(self.used.norm())
        return self.follows and abs(length - float(self._previous.norm())) <= CLOSE * length

    def _flat_loss(self) -> str:
        """A backward pass that brought only zeros: the loss is always 0, or cut from its graph, as by rounding."""
        step = int(self.run.sampled[self.i])
        zero = step < len(self.run.losses) and abs(float(self.run.losses[step])) < 1e-6
        return "wrong-criterion" if zero else "detached-loss"

    def _loss_is_right(self) -> bool:
        recorded = self._recorded_loss
        if recorded != recorded or self.forward is None:  # noqa: PLR0124 - NaN: no loss was seen
            return True
        batches = chain(self._batches(), self._gathered())
        values = chain(
            () if self.whole is None else (float(self.whole[0]),),
            (float(b.loss(self.objective.loss, self.forward, self.before)) for b in batches),
        )
        return any(abs(recorded - value) <= CLOSE * max(1.0, abs(value)) for value in values)

    @property
    def _recorded_loss(self) -> float:
        step = int(self.run.sampled[self.i])
        return float(self.run.losses[step]) if step < len(self.run.losses) else math.nan

    def _agree(self, one: Tensor, other: Tensor, scale: Tensor | None = None) -> bool:
        size = max(float(other.norm()), 0.0 if scale is None else float(scale.norm()))
        within = COARSE if self.run.coarse else CLOSE
        return float((one - other).norm()) <= within * size + self.floor + self._noise

    @functools.cached_property
    def _noise(self) -> float:
        """How far half precision may lead a gradient astray: the gradient of rounded numbers is as far from it."""
        if not self.run.coarse or self.forward is None:
            return 0.0
        about = self._batches()[0], self.objective.loss, self.before
        exact, rounded = (self._gradient(*about, half=half) for half in (False, True))
        return 4 * float((exact - rounded).norm())

    def _gradients(self, loss: Loss, parameters: Tensor) -> list[Tensor]:
        """Return the gradients that a right step could have used: of its own batch, and of all rows."""
        return [gradient for _, gradient in self._candidates(loss, parameters) or [(ALL, self.run.arrived[self.i])]]

    def _candidates(self, loss: Loss, parameters: Tensor) -> list[tuple[str, Tensor]]:
        """Return the kind of each batch that the step may have been about, with the gradient of its loss."""
        if self.forward is None:
            return []
        found = []
        asked = loss is self.objective.loss and parameters is self.before
        for batch in self._batches():
            if batch.kind == OTHER_TARGETS:
                continue
            if asked and self.whole is not None and batch.kind == ALL:
                found.append((ALL, self.whole[1]))
                continue
            found.append((batch.kind, self._gradient(batch, loss, parameters)))
        return found

    @property
    def sent(self) -> tuple[float, Tensor]:
        """The loss that was sent backward, and the gradient that was used."""
        return self._recorded_loss, self.used

    def own(self) -> list[tuple[float, Tensor]]:
        """Return loss and gradient of each batch that the step may rightly have been about."""
        batches = [batch for batch in self._batches() if batch.kind != OTHER_TARGETS]
        about = self.objective.loss, self.forward, self.before
        return [(float(batch.loss(*about)), self._gradient(batch, about[0], self.before)) for batch in batches]

    def _gradient(self, batch: Batch, loss: Loss, parameters: Tensor, *, half: bool = False) -> Tensor:
        flat = parameters.clone().requires_grad_()
        if half:
            forward = self.forward
            value = batch.loss(loss, lambda p, x: _rounded(forward(_rounded(p), _rounded(x))), flat)
        else:
            value = batch.loss(loss, self.forward, flat)
        return torch.autograd.grad(value, flat)[0]

    def _batches(self) -> list[Batch]:
        if not self._possible:
            self._possible = possible(self.run, self.i, self.objective)
        return self._possible

    def _gathered(self) -> list[Batch]:
        return gathered(self.run, self.i, self.objective) if self.forward is not None else []
