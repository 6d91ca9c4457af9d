"""What one sampled step shows: its gradient, compared with the right one and with those of known mistakes."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.numbers import shown
from grader.judges.training.batches import (
    ALL,
    GATHERED,
    OTHER_ROWS,
    OTHER_TARGETS,
    OWN,
    is_mixed,
    one_target,
    other_targets,
)
from grader.judges.training.partial import cut_off, has_grown, is_share_of, multiple_of, piled_in_part
from grader.judges.training.step import CLOSE, Step

HUGE = 1e15  # of parameters: their squares and products overflow before long
WRITTEN = (("wrong-criterion",), ("wrong-values",))  # the codes of a gradient that is not the loss's
ALIKE = 0.9999  # cosine between a gradient that was scaled and the one that it came from
INTO_THE_LOSS = (
    "Look at the line that computes the loss: what goes into the criterion, and does anything happen to the loss "
    "before the backward pass? Then compute the loss of one row by hand."
)
MULTIPLIED = "Which line multiplies or divides the loss before the backward pass?"
HOLDS_EARLIER = (
    "`backward()` ran on a loss that still contains the losses of earlier epochs, so their gradients were counted "
    "again."
)


class Outcome(NamedTuple):
    """What a step shows: the `codes` of its mistakes, () for a right step, None for one that shows nothing.

    `kind` is that of the batch which a right gradient is about, "" if that is not known; `about` says more of a
    mistake, as the rest of a sentence that begins with "At step 2", and `hint` where to look for it, if the catalogue's
    hint is less precise. `fits` tells that the recorded loss is known to be that of all rows.
    """

    codes: tuple[str, ...] | None
    about: str = ""
    kind: str = ""
    fits: bool = False
    hint: str | None = None


UNKNOWN, RIGHT = Outcome(None), Outcome(())


class JudgedStep(Step):
    """A sampled step with what it shows."""

    @cached_property
    def outcome(self) -> Outcome:
        """What the step shows."""
        if not bool(torch.isfinite(self.used).all()):
            return self._of_no_numbers()
        if all(float(g.norm()) < 10 * self.floor for g in self.fresh):
            return UNKNOWN
        kinds = [] if self.is_stale else [kind for kind, g in self.candidates if self.agree(self.used, g)]
        if kinds:
            kind = ALL if ALL in kinds else kinds[0]
            return self._of_other_rows() if kind == OTHER_ROWS else Outcome((), kind=kind)
        codes = self._without_its_own()
        if codes:
            return Outcome(codes)
        of_all_passes = (self.gradient_of(b, self.objective.loss, self.before) for b in self.gathered_batches)
        if any(self.agree(self.used, g) for g in of_all_passes):
            return Outcome((), kind=GATHERED)
        return self._of_known_mistakes()

    def _without_its_own(self) -> tuple[str, ...]:
        """Return the mistakes of a step that used no gradient, or not that of its own epoch; () for any other."""
        uses_nothing = float(self.used.norm()) <= self.floor
        if self.is_stale:
            late = self.gradients_of(self.objective.loss, self.run.before[self.i - 1])
            summed = not uses_nothing and self.follows and float(self.previous.norm()) > self.floor
            twice = summed and any(self.agree(self.used - self.previous, g, self.used) for g in late)
            return ("missing-zero-grad", "step-before-backward") if twice else ("step-before-backward",)
        if uses_nothing and self.backwards == 0:
            return ("no-backward",)
        if uses_nothing and float(self.arrived.norm()) > self.floor:
            return ("zeroed-before-step",)
        if uses_nothing:  # a backward pass brought only zeros: the loss is always 0, or cut from its graph
            return ("wrong-criterion",) if abs(self.recorded_loss) < 1e-6 else ("detached-loss",)
        again = self.backwards == 0 and self.follows and self.agree(self.used, self.previous)
        return ("step-before-backward",) if again else ()

    def _of_other_rows(self) -> Outcome:
        """Judge a step about inputs that are not rows: a network called on the targets learned the way back."""
        given, targets = self.batches[-1].pairs[0][0], self.objective.targets
        if given.shape != targets.shape or not torch.equal(given, targets):
            return Outcome((), kind=OTHER_ROWS)
        about = "the network was called on the targets, as if they were the inputs. The two are swapped."
        look = "Look at the line that calls the network. Which tensor does it get, and which does the criterion get?"
        return Outcome(("wrong-values",), about, OTHER_ROWS, hint=look)

    def _of_no_numbers(self) -> Outcome:
        """Judge a gradient with inf or NaN in it: training that diverged has some too, once numbers are very large."""
        if not all(bool(torch.isfinite(g).all()) for g in self.fresh) or float(self.before.abs().max()) > HUGE:
            return UNKNOWN
        about = "the gradient was infinite or NaN, but the loss that the exercise asks for has an ordinary one there."
        return self._swapped() or Outcome(("wrong-criterion",), about, hint=INTO_THE_LOSS)

    def has_its_loss(self) -> bool | None:
        """Tell whether a step with a right gradient has a loss to go with it; None if that cannot be told."""
        if self.outcome.fits:
            return True
        plain = self.forward is not None and self.backwards == 1 and not self.run.coarse
        if not plain or not math.isfinite(self.recorded_loss) or self.outcome.codes != ():
            return None
        return self._loss_is_right()

    def is_about_either(self) -> bool:
        """Tell whether a right gradient is that of all rows and of the step's own batch alike, as near the minimum."""
        own = [b for b in self.batches if b.kind == OWN] if self.outcome.kind == ALL and self.forward else []
        return any(self.agree(self.used, self.gradient_of(b, self.objective.loss, self.before)) for b in own)

    def is_written(self) -> bool:
        """Tell whether a step's gradient is neither the one that its one backward pass brought nor a right one."""
        if self.backwards != 1 or self.is_stale or self.outcome.codes not in WRITTEN:
            return False
        limit = float(self.used.abs().max())
        alike = float(self.used @ self.arrived) > ALIKE * float(self.used.norm()) * float(self.arrived.norm())
        clipped = self.agree(self.used, self.arrived.clamp(-limit, limit))
        return not (alike or clipped or self._is_sum([self.arrived]))

    def _of_known_mistakes(self) -> Outcome:
        """Compare with the sum of gradients, then with the gradients of known mistakes, alone and summed."""
        if self._is_sum(self.fresh):
            # Nobody cleared the earlier gradients, or the loss itself has grown.
            grown = self.agree(self.used, self.arrived) and not any(self.agree(self.arrived, g) for g in self.fresh)
            return Outcome(("backward-twice",), HOLDS_EARLIER) if grown else Outcome(("missing-zero-grad",))
        if self.backwards > 1 and any(self.agree(self.used, self.backwards * g) for g in self.fresh):
            about = (
                f"`backward()` ran {self.backwards} times on one loss, so its gradient counted {self.backwards} times."
            )
            return Outcome(("backward-twice",), about)
        if self.objective.any_multiple and self._multiple is not None:
            return Outcome((), fits=True)
        return (
            self._of_other_targets()
            or self._of_a_mistaken_loss()
            or (RIGHT if self._is_clipped() else None)
            or self._in_part()
            or self._multiplied()
            or self._of_another_loss()
        )

    def _of_a_mistaken_loss(self) -> Outcome | None:
        for code, loss in self.objective.mistaken if self.forward else ():
            gradients = self.gradients_of(loss, self.before)
            if any(self.agree(self.used, g) for g in gradients):
                return Outcome((code,))
            if self._is_sum(gradients):
                return Outcome(("missing-zero-grad", code))
        return None

    def _in_part(self) -> Outcome | None:
        """Return the mistake of a gradient that lacks some parameters, or holds part of earlier epochs' losses."""
        if self.run.coarse:
            return None
        near = self.fresh, self.run.shapes, self.floor
        piled = piled_in_part(self.used, self.previous, *near) if self.follows else None
        if piled:
            return Outcome(("missing-zero-grad",), piled)
        if self.forward is None:
            return None
        cut = cut_off(self.used, self.fresh, self.run.shapes, self.floor)
        if cut:
            look = (
                "Print `requires_grad` of each parameter. Then follow the numbers from the input through `forward` to "
                "the loss: which line cuts the way of these parameters?"
            )
            return Outcome(("detached-loss",), cut, hint=look)
        if not self.follows or self.backwards != 1:
            return None
        first, before = (Step(self.run, i, self.objective, self.forward, self.floor) for i in (0, self.i - 1))
        grown = is_share_of(first.sent, first.own()) and has_grown(self.sent, before.sent, self.own())
        return Outcome(("backward-twice",), HOLDS_EARLIER) if grown else None

    def _multiplied(self) -> Outcome | None:
        """Judge a step whose loss was multiplied or divided by a number before it was sent backward."""
        times = self._multiple
        if times is None:
            return None
        count = min(len(pair[0]) for batch in self.batches for pair in batch.pairs)
        code = "wrong-reduction" if any(abs(times * n - 1) < CLOSE for n in (count, 1 / count)) else "wrong-criterion"
        size = f"{shown(self.used.norm())} instead of {shown(self.fresh[0].norm())}"
        about = f"the loss that was sent backward was {shown(times)} times the right one. Its gradient had size {size}."
        return Outcome((code,), about, hint=MULTIPLIED)

    @cached_property
    def _multiple(self) -> float | None:
        """By what the loss that was asked for was multiplied, None if it was not or if that cannot be told."""
        if self.forward is None or self.run.coarse or self.backwards != 1:
            return None
        return multiple_of(self.sent, self.own())

    def _of_another_loss(self) -> Outcome:
        """A gradient that nothing explains is another loss's, if it is known what the step was about."""
        if self.forward is None:
            return RIGHT
        if self.run.coarse:
            return Outcome(("wrong-dtype",)) if self.noise < max(float(g.norm()) for g in self.fresh) else UNKNOWN
        number = int(self.run.batch[self.i])
        if number >= 0 and self.objective.rows_of(self.run.inputs[number]) is None:
            about = "the network was called on inputs that are not rows of the data."
            look = "Print what the loop gives to the network, and compare it with the rows of the data."
            return Outcome(("wrong-values",), about, hint=look)
        if self._is_sum([self.arrived]):
            return Outcome(("missing-zero-grad", "wrong-criterion"))
        return self._made_up() or self._swapped() or Outcome(("wrong-criterion",), hint=INTO_THE_LOSS)

    def _made_up(self) -> Outcome | None:
        """Return the mistake of a gradient that no backward pass brought, or that was changed after one."""
        size = shown(self.used.norm())
        if self.backwards == 0:
            return Outcome(
                ("no-backward",),
                f"the optimizer used a gradient of size {size} that did not come from `backward()`. The gradient of "
                f"the loss has size {shown(self.fresh[0].norm())}, so the two are different.",
                hint="Which line of your loop fills `.grad`, if it is not the backward pass?",
            )
        if any(self.agree(self.arrived, g) for g in self.fresh):
            return Outcome(
                ("wrong-values",),
                f"the optimizer used a gradient of size {size}, but `backward()` had computed the right one, of size "
                f"{shown(self.arrived.norm())}. Something changed it between the backward pass and the step.",
                hint="Which lines of your loop come between the backward pass and the step, and which of them change "
                "`.grad`?",
            )
        return None

    def _of_other_targets(self) -> Outcome | None:
        """Judge a step that compared the predictions for rows of the data with the targets of others."""
        batch = next((b for b in self.batches if b.kind == OTHER_TARGETS), None) if self.forward else None
        if batch is None or not self.agree(self.used, self.gradient_of(batch, self.objective.loss, self.before)):
            return None
        target = one_target(self.run, self.i)
        if target is not None:
            about = f"there was only one target, {shown(target)}, so PyTorch compared every prediction with it."
            return Outcome(("broadcast-target",), about, OTHER_TARGETS)
        wrong = other_targets(self.run, self.objective, self.i)
        about = f"the predictions were compared with the targets of other rows: with {wrong}."
        codes = ("wrong-values",) if is_mixed(self.run, self.objective) else ()
        look = "Follow one row: do you choose the inputs and the targets with the same indices, in the same order?"
        return Outcome(codes, about, OTHER_TARGETS, hint=look)

    def _swapped(self) -> Outcome | None:
        """Return the mistake of a loss that took the targets for predictions, if its value shows that."""
        inputs, targets = self.batches[0].pairs[0]
        if self.forward is None or not math.isfinite(self.recorded_loss):
            return None
        outputs = self.forward(self.before, inputs)
        value, right = (float(self.objective.loss(*pair)) for pair in ((targets, outputs), (outputs, targets)))
        if abs(self.recorded_loss - value) <= CLOSE * max(1.0, abs(value)) < abs(value - right):
            about = "the criterion got the targets first. The predictions come first, then the targets."
            look = "Look at the line that computes the loss. In which order does the criterion take its two arguments?"
            return Outcome(("wrong-criterion",), about, hint=look)
        return None

    def _is_clipped(self) -> bool:
        """Tell whether a right gradient was cut short, by length or number by number, which is not a mistake."""
        if not self._loss_is_right():
            return False
        length = float(self.used.norm())
        same_length = self.follows and abs(length - float(self.previous.norm())) <= CLOSE * length
        if self.backwards == 0 and not same_length:
            return False  # nobody saw its loss, and it is a fraction of the right one at each step
        limit = float(self.used.abs().max())
        for gradient in self.fresh:
            square = float(gradient @ gradient)
            factor = float(self.used @ gradient) / square if square else 0.0
            shortened = 0 < factor < 1 and self.agree(self.used, factor * gradient)
            if shortened or self.agree(self.used, gradient.clamp(-limit, limit)):
                return True
        return False

    def _loss_is_right(self) -> bool:
        """Tell whether the recorded loss is one that the step may rightly have had; True if none was seen."""
        forward, recorded = self.forward, self.recorded_loss
        if forward is None or math.isnan(recorded):
            return True
        batches = chain(self.batches, self.gathered_batches)
        known = () if self.whole is None else (float(self.whole[0]),)
        values = chain(known, (float(b.loss(self.objective.loss, forward, self.before)) for b in batches))
        return any(abs(recorded - value) <= CLOSE * max(1.0, abs(value)) for value in values)

    def _is_sum(self, gradients: list[Tensor]) -> bool:
        return self.follows and any(self.agree(self.used - self.previous, g, self.used) for g in gradients)
