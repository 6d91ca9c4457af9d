"""The judge of a criterion: any callable whose values on probe pairs are the loss that was asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from grader.core.catalogue import found
from grader.core.numbers import close, row, sentence, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.core.verdict import Finding
    from grader.evidence.criteria import Criterion, Pairs
    from grader.judges.parts.objective import Loss


def expect_criterion(
    criterion: Criterion, probes: Pairs, expected: Loss, mistaken: Mapping[str, tuple[str, Loss]]
) -> Iterator[Finding]:
    """`expected` on every pair of `probes`. `mistaken` maps a description of another loss to its code and formula."""
    name = criterion.value.name
    if criterion.value.kind not in ("network", "callable"):
        yield found("wrong-type", _no_callable(name, criterion))
        return
    if criterion.raised:
        # hint: Call the criterion on two small tensors in a new cell, and read the last line of the error first.
        yield found("raised-an-error", sentence(f"`{name}(prediction, target)` stopped with {criterion.raised}"))
        return
    for at, ((predictions, targets), loss) in enumerate(zip(probes.pairs, criterion.losses, strict=False)):
        if loss.kind != "tensor" or loss.numbers is None:
            # hint: Print `type(...)` of the loss. What turns the tensor into something else, or is a `return` missing?
            yield found("wrong-type", f"`{name}(prediction, target)` returns {loss}, but `backward()` needs a tensor.")
            return
        if loss.shape not in ((), (1,), (1, 1)):
            yield found(
                "wrong-reduction",
                f"`{name}` gives {loss}: one loss for each of {len(predictions)} predictions, instead of one for all.",
            )
            return
        right = float(expected(predictions, targets))
        if not close(float(loss.numbers), right):
            yield _other_loss(criterion, probes, at, right, mistaken)
            return
        if not loss.has_graph:
            yield found(
                "detached-loss",
                f"`{name}` gives the right number, {shown(right)}, but without the graph that `backward()` needs.",
            )
            return


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
    return found("wrong-criterion", f"{facts}, but the loss that the exercise asks for gives {shown(right)}.")
