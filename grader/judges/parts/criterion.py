"""The judge of a criterion: any callable whose values on probe pairs are the loss that was asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping

from grader.core.catalogue import CALL_IT, found
from grader.core.numbers import close, row, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.criteria import Criterion, Pairs
from grader.judges.findings import at_most_one
from grader.judges.parts.objective import Loss

NO_TENSOR = "Print `type(...)` of the loss. What turns the tensor into something else, or is a `return` missing?"
ALWAYS_0 = (
    "Which kind of network is this loss for? A loss that chooses between several classes compares the scores of each "
    "row with each other, and a row with a single number leaves nothing to choose."
)


@at_most_one
def expect_criterion(
    criterion: Criterion, probes: Pairs, expected: Loss, mistaken: Mapping[str, tuple[str, Loss]]
) -> Finding | None:
    """`expected` on every pair of `probes`. `mistaken` maps a description of another loss to its code and formula."""
    name = criterion.value.name
    if criterion.value.kind not in ("network", "callable"):
        look = f"Print `{name}`. A criterion can be called with predictions and targets, and gives their loss."
        return found("wrong-type", _no_callable(name, criterion), hint=look)
    if criterion.raised:
        told = sentence(f"`{name}(prediction, target)` stopped with {criterion.raised}")
        return found("raised-an-error", told, hint=CALL_IT["criterion"])
    for at, ((predictions, targets), loss) in enumerate(zip(probes.pairs, criterion.losses, strict=False)):
        if loss.kind != "tensor" or loss.numbers is None:
            told = f"`{name}(prediction, target)` returns {loss}, but `backward()` needs a tensor."
            return found("wrong-type", told, hint=NO_TENSOR)
        if loss.shape not in ((), (1,), (1, 1)):
            return found(
                "wrong-reduction",
                f"`{name}` gives {loss}: one loss for each of {len(predictions)} predictions, instead of one for all.",
            )
        right = float(expected(predictions, targets))
        if not close(float(loss.numbers), right):
            return _other_loss(criterion, probes, at, right, mistaken)
        if not loss.has_graph:
            told = f"`{name}` gives the right number, {shown(right)}, but without the graph that `backward()` needs."
            return found("detached-loss", told)
    return None


def _no_callable(name: str, criterion: Criterion) -> str:
    if criterion.value.kind == "class":
        return f"`{name}` is {criterion.value}, not a criterion. Parentheses make a criterion of it."
    if criterion.value.kind == "tensor":
        return f"`{name}` is {criterion.value}. That is a loss already, not the function that computes it."
    return f"`{name}` is {criterion.value}, which cannot be called with predictions and targets."


def _other_loss(
    criterion: Criterion, probes: Pairs, at: int, right: float, mistaken: Mapping[str, tuple[str, Loss]]
) -> Finding:
    """Say what a criterion gives for pair number `at`, of which the loss should be `right`."""
    name = criterion.value.name
    losses = [math.nan if loss.number is None else loss.number for loss in criterion.losses]
    predictions, targets = probes.pairs[at]
    facts = f"For the predictions {row(predictions)} and the targets {row(targets)} `{name}` gives {shown(losses[at])}"
    for description, (code, formula) in mistaken.items():
        values = [float(formula(p, t)) for p, t in probes.pairs]
        if all(close(v, w) for v, w in zip(losses, values, strict=False)):
            return found(code, f"{facts}. That is {description}.")
    if all(value == 0 for value in losses):
        told = (
            f"{facts}, and 0 for all others that the check tried. The exercise asks for a loss that gives "
            f"{shown(right)} here."
        )
        return found("wrong-criterion", told, hint=ALWAYS_0)
    return found("wrong-criterion", f"{facts}, but the loss that the exercise asks for gives {shown(right)}.")
