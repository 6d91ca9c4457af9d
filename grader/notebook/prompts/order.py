"""The order of the training loop's five lines: which orders are right, and what is wrong with each of the others.

The rule: predictions come before the loss, the loss before the backward pass, the backward pass before the step. The
gradients may be cleared anywhere but between the backward pass and the step: at the start of an epoch or before the
backward pass, or at the end. A line that needs what no line before it has made stops with an error in the first epoch.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.notebook.prompts.steps import BACKWARD, FORWARD, LOSS, STEP, ZERO

KEY = "order of the loop"
TASK = "Put the lines of one epoch into an order that trains."
LINES = {
    FORWARD: "predictions = example_net(example_x)",
    LOSS: "loss = ((predictions - example_y) ** 2).sum()",
    ZERO: "example_optimizer.zero_grad()",
    BACKWARD: "loss.backward()",
    STEP: "example_optimizer.step()",
}
NEEDS = {LOSS: (FORWARD, "predictions"), BACKWARD: (LOSS, "loss")}
SHUFFLED = (STEP, BACKWARD, FORWARD, ZERO, LOSS)  # what a learner begins with


def fault(order: Sequence[str]) -> str | None:
    """Return which line comes at a wrong place and why, None for a right order. `order` has each key of LINES once.

    Raises ValueError for anything else.
    """
    if sorted(order) != sorted(LINES):
        raise ValueError(f"{order} are not the five lines")
    at = {line: place for place, line in enumerate(order)}
    for line in order:
        if line in NEEDS and at[NEEDS[line][0]] > at[line]:
            before, name = NEEDS[line]
            return (
                f"`{LINES[line]}` comes too early: in the first epoch `{name}` does not exist yet. "
                f"`{LINES[before]}` makes it."
            )
    if at[STEP] < at[BACKWARD]:
        if at[STEP] < at[ZERO] < at[BACKWARD]:
            return (
                f"`{LINES[STEP]}` comes too early: in the first epoch `.grad` holds nothing yet. Each later step uses "
                "the gradients of the epoch before, and the last ones are never used."
            )
        return (
            f"`{LINES[STEP]}` comes too early: `{LINES[ZERO]}` has cleared `.grad` since the last "
            "backward pass, so the step finds nothing in any epoch."
        )
    if at[BACKWARD] < at[ZERO] < at[STEP]:
        return (
            f"`{LINES[ZERO]}` comes between the backward pass and the step: it clears the gradients before the "
            "step can use them."
        )
    return None


def approval(order: Sequence[str]) -> str:
    """Return why a right order is right: there are two places for clearing the gradients."""
    if order[-1] == ZERO:
        return "Right. The gradients are cleared after the step, so the next epoch starts without any."
    return "Right. The gradients of the epoch before are cleared before this epoch's are added."
