"""The order of an epoch that measures and keeps the best state: which orders are right, and what is wrong with others.

The rules of the five lines of training are those of lesson 1's order. Besides, the loss of the training rows is
computed in train mode and the validation loss in eval mode, and no update comes between measuring the network and
copying its state. A mode lasts until it is changed, from one epoch to the next too; a new network is in train mode.
"""

from __future__ import annotations

from collections.abc import Sequence

TRAIN, LOSS, ZERO, BACKWARD, STEP = "train", "loss", "zero", "backward", "step"
EVAL, MEASURE, KEEP = "eval", "measure", "keep"

KEY = "order of an epoch with validation"
TASK = "Put the lines of one epoch into an order that trains, measures and keeps the best state."
LINES = {
    TRAIN: "toy_net.train()",
    LOSS: "toy_loss = toy_criterion(toy_net(players_train), form_train)",
    ZERO: "toy_optimizer.zero_grad()",
    BACKWARD: "toy_loss.backward()",
    STEP: "toy_optimizer.step()",
    EVAL: "toy_net.eval()",
    MEASURE: "with torch.no_grad(): toy_val.append(toy_criterion(toy_net(players_val), form_val).item())",
    KEEP: "if toy_val[-1] == min(toy_val): toy_best = copy.deepcopy(toy_net.state_dict())",
}
SHUFFLED = (KEEP, STEP, TRAIN, MEASURE, BACKWARD, EVAL, LOSS, ZERO)  # what a learner begins with


def fault(order: Sequence[str]) -> str | None:
    """Return which line comes at a wrong place and why, None for a right order. `order` has each key of LINES once.

    Raises ValueError for anything else.
    """
    if sorted(order) != sorted(LINES):
        raise ValueError(f"{order} are not the eight lines")
    at = {line: place for place, line in enumerate(order)}
    found = _missing(at) or _no_gradient(at) or _wrong_mode(order, at)
    if found is None and at[MEASURE] < at[STEP] < at[KEEP]:
        return (
            f"`{LINES[STEP]}` comes between measuring and copying, so the copy is not the network that was "
            "measured: it is one update further on. Put measuring and copying on the same side of the step."
        )
    return found


def approval(order: Sequence[str]) -> str:
    """Return what a right order does."""
    if order.index(MEASURE) < order.index(STEP):
        return (
            "Right. Here each epoch measures the network, and copies it, before the update. Many people do both after "
            "it. Either way the copy is the network that was measured."
        )
    return "Right. The network learns in train mode, is measured in eval mode, and the copy is what was measured."


def _missing(at: dict[str, int]) -> str | None:
    """Return which line stops with an error in the first epoch."""
    if at[BACKWARD] < at[LOSS]:
        return (
            f"`{LINES[BACKWARD]}` comes too early: in the first epoch `toy_loss` does not exist yet. "
            f"`{LINES[LOSS]}` makes it."
        )
    if at[KEEP] < at[MEASURE]:
        return (
            f"`{LINES[KEEP]}` comes too early: in the first epoch `toy_val` is still empty, so `toy_val[-1]` stops "
            "with an IndexError."
        )
    return None


def _no_gradient(at: dict[str, int]) -> str | None:
    """Return why the step does not use this epoch's gradients."""
    if at[STEP] < at[BACKWARD]:
        return (
            f"`{LINES[STEP]}` comes too early: this epoch's gradients do not exist before `{LINES[BACKWARD]}` has "
            "worked them out."
        )
    if at[BACKWARD] < at[ZERO] < at[STEP]:
        return (
            f"`{LINES[ZERO]}` comes between the backward pass and the step: it clears the gradients before the step "
            "can use them."
        )
    return None


def _wrong_mode(order: Sequence[str], at: dict[str, int]) -> str | None:
    """Return which of the two losses is computed in the wrong mode."""
    if _mode_of(order, at[LOSS]) == EVAL:
        return (
            f"`{LINES[LOSS]}` is computed in eval mode from the second epoch on, because `{LINES[EVAL]}` still holds. "
            f"Put `{LINES[TRAIN]}` between the two."
        )
    if _mode_of(order, at[MEASURE]) == TRAIN:
        return f"`{LINES[MEASURE]}` measures in train mode. Put `{LINES[EVAL]}` before it, and after the training loss."
    if at[MEASURE] < at[EVAL]:
        return (
            f"`{LINES[MEASURE]}` measures in train mode in the first epoch, because a new network is in train mode. "
            f"Put `{LINES[EVAL]}` before it."
        )
    return None


def _mode_of(order: Sequence[str], place: int) -> str:
    """Return the mode of the line at `place` in the second epoch and later."""
    before = [*order[place:], *order[:place]]  # one whole round of the loop, which ends just before this line
    return next(line for line in reversed(before) if line in (TRAIN, EVAL))
