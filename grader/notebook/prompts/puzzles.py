"""Lines of a training loop to be put in order: which orders are right, and what is wrong with each of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grader.notebook.prompts.steps import BACKWARD, FORWARD, LOSS, STEP, ZERO

TRAIN, EVAL, MEASURE, KEEP = "train", "eval", "measure", "keep"
Places = dict[str, int]
"""The place of each line, in the order of the lines."""


class Rule(NamedTuple):
    """A test of an order, and what to say if it holds. Names of lines in braces stand for their sources."""

    holds: Callable[[Places], bool]
    says: str


@dataclass(frozen=True)
class Puzzle:
    """The sources of lines by their names. `key` is the question's name; a learner begins with the order `shuffled`.

    An order is wrong if one of the rules in `faults` holds, and the first one counts. `approvals` are for right orders.
    """

    key: str
    task: str
    lines: dict[str, str]
    shuffled: tuple[str, ...]
    faults: tuple[Rule, ...]
    approvals: tuple[Rule, ...]

    def fault(self, order: Sequence[str]) -> str | None:
        """Return which line comes at a wrong place and why, None for a right order.

        Raises ValueError unless `order` has the name of each line once.
        """
        if sorted(order) != sorted(self.lines):
            raise ValueError(f"{order} are not the {len(self.lines)} lines")
        return self._first(self.faults, order)

    def approval(self, order: Sequence[str]) -> str:
        """Return what is to be said of a right order."""
        return self._first(self.approvals, order) or ""

    def _first(self, rules: tuple[Rule, ...], order: Sequence[str]) -> str | None:
        at = {line: place for place, line in enumerate(order)}
        return next((rule.says.format(**self.lines) for rule in rules if rule.holds(at)), None)


def _mode_of(at: Places, line: str) -> str:
    """Return the mode of a line in the second epoch and later: a mode lasts until it is changed, also across epochs."""
    return min((TRAIN, EVAL), key=lambda mode: (at[line] - at[mode]) % len(at))


CLEARED = Rule(
    lambda at: at[BACKWARD] < at[ZERO] < at[STEP],
    "`{zero}` comes between the backward pass and the step: it clears the gradients before the step can use them.",
)
LOOP = Puzzle(
    key="order of the loop",
    task="Put the lines of one epoch into an order that trains.",
    lines={
        FORWARD: "predictions = example_net(example_x)",
        LOSS: "loss = ((predictions - example_y) ** 2).sum()",
        ZERO: "example_optimizer.zero_grad()",
        BACKWARD: "loss.backward()",
        STEP: "example_optimizer.step()",
    },
    shuffled=(STEP, BACKWARD, FORWARD, ZERO, LOSS),
    faults=(
        # A line that needs what no line before it has made stops with an error in the first epoch.
        Rule(
            lambda at: at[BACKWARD] < at[LOSS],
            "`{backward}` comes too early: in the first epoch `loss` does not exist yet. `{loss}` makes it.",
        ),
        Rule(
            lambda at: at[LOSS] < at[FORWARD],
            "`{loss}` comes too early: in the first epoch `predictions` does not exist yet. `{forward}` makes it.",
        ),
        Rule(
            lambda at: at[STEP] < at[ZERO] < at[BACKWARD],
            "`{step}` comes too early: in the first epoch `.grad` holds nothing yet. Each later step uses "
            "the gradients of the epoch before, and the last ones are never used.",
        ),
        Rule(
            lambda at: at[STEP] < at[BACKWARD],
            "`{step}` comes too early: `{zero}` has cleared `.grad` since the last "
            "backward pass, so the step finds nothing in any epoch.",
        ),
        CLEARED,
    ),
    approvals=(
        Rule(
            lambda at: at[ZERO] == len(at) - 1,
            "Right. The gradients are cleared after the step, so the next epoch starts without any.",
        ),
        Rule(lambda _: True, "Right. The gradients of the epoch before are cleared before this epoch's are added."),
    ),
)
"""The five lines of lesson 1. The gradients may be cleared anywhere but between the backward pass and the step."""

EPOCH = Puzzle(
    key="order of an epoch with validation",
    task="Put the lines of one epoch into an order that trains, measures and keeps the best state.",
    lines={
        TRAIN: "toy_net.train()",
        LOSS: "toy_loss = toy_criterion(toy_net(players_train), form_train)",
        ZERO: "toy_optimizer.zero_grad()",
        BACKWARD: "toy_loss.backward()",
        STEP: "toy_optimizer.step()",
        EVAL: "toy_net.eval()",
        MEASURE: "with torch.no_grad(): toy_val.append(toy_criterion(toy_net(players_val), form_val).item())",
        KEEP: "if toy_val[-1] == min(toy_val): toy_best = copy.deepcopy(toy_net.state_dict())",
    },
    shuffled=(KEEP, STEP, TRAIN, MEASURE, BACKWARD, EVAL, LOSS, ZERO),
    faults=(
        Rule(
            lambda at: at[BACKWARD] < at[LOSS],
            "`{backward}` comes too early: in the first epoch `toy_loss` does not exist yet. `{loss}` makes it.",
        ),
        Rule(
            lambda at: at[KEEP] < at[MEASURE],
            "`{keep}` comes too early: in the first epoch `toy_val` is still empty, so `toy_val[-1]` stops "
            "with an IndexError.",
        ),
        Rule(
            lambda at: at[STEP] < at[BACKWARD],
            "`{step}` comes too early: this epoch's gradients do not exist before `{backward}` has worked them out.",
        ),
        CLEARED,
        Rule(
            lambda at: _mode_of(at, LOSS) == EVAL,
            "`{loss}` is computed in eval mode from the second epoch on, because `{eval}` still holds. "
            "Put `{train}` between the two.",
        ),
        Rule(
            lambda at: _mode_of(at, MEASURE) == TRAIN,
            "`{measure}` measures in train mode. Put `{eval}` before it, and after the training loss.",
        ),
        Rule(
            lambda at: at[MEASURE] < at[EVAL],
            "`{measure}` measures in train mode in the first epoch, because a new network is in train mode. "
            "Put `{eval}` before it.",
        ),
        Rule(
            lambda at: at[MEASURE] < at[STEP] < at[KEEP],
            "`{step}` comes between measuring and copying, so the copy is not the network that was "
            "measured: it is one update further on. Put measuring and copying on the same side of the step.",
        ),
    ),
    approvals=(
        Rule(
            lambda at: at[MEASURE] < at[STEP],
            "Right. Here each epoch measures the network, and copies it, before the update. Many people do both after "
            "it. Either way the copy is the network that was measured.",
        ),
        Rule(
            lambda _: True,
            "Right. The network learns in train mode, is measured in eval mode, and the copy is what was measured.",
        ),
    ),
)
"""The eight lines of an epoch of lesson 4, which measures the network and keeps its best state."""
