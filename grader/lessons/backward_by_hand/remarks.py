"""What lesson 6 says after a pass: another way to write it, or what an expert sees in the learner's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import counted, in_words, shown
from grader.lessons.backward_by_hand.rows import accuracy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.evidence.expressions import Expression
    from grader.evidence.functions import Function
    from grader.judges.engine.differences import Curve
    from grader.lessons.backward_by_hand.rows import Rows

SLOPE_BY_HAND = (
    "What an expert reads in the sign: the slope is negative, so the squared error falls when w grows. One step of "
    "gradient descent with the learning rate 0.01 leads from w = 1 to 1 - 0.01 * (-18) = 1.18."
)
ADD_AND_MULTIPLY = (
    "Another way to write it: instead of pairs, each operation keeps a function that hands the slopes on. Such a "
    "function is called a closure, because it remembers the two numbers. Pairs are easier to print and to read."
)
POWER_AND_RELU = (
    "With these operations you have others for free: `a + b * Value(-1.0)` subtracts, `a * b ** -1` divides, and "
    "`a ** 0.5` is the square root. Their slopes are right as well, because the chain rule puts them together."
)
ZERO_AND_STEP = (
    "Another way to write it: `value.data -= lr * value.grad`. It changes the number inside the object, too, because "
    "`-=` with a plain number on the right only gives `data` a new number."
)
REPAIR = (
    "Another way to print the average: `total.item() / len(x)`. It comes from a plain number, so it has no graph, and "
    "nobody can send it backward by mistake."
)


def numeric_slope(function: Function, curves: Sequence[Curve]) -> str:
    """Compare the first slope with the exact one."""
    curve, result = curves[0], function.calls[0].result
    if result is None or result.number is None:
        return ""
    return (
        f"What an expert sees in your numbers: for {curve} at w = {shown(curve.at)} with h = {shown(curve.step)}, your "
        f"slope is {result.number:.6f}, and the exact one is {curve.slope:.6f}. The error is "
        f"{shown(abs(curve.coefficients[-1]))} times h squared here, so a tenth of h would leave a hundredth of it."
    )


def walked(graphs: Sequence[Expression]) -> str:
    """Say how large the largest graph was, and what two points would have cost."""
    largest = max(graphs, key=lambda graph: graph.size)
    leaves = len(largest.leaves)
    return (
        f"What an expert counts: the largest of {counted(len(graphs), 'graph')} had {largest.size} nodes, and a single "
        f"walk back gave all its slopes. Central differences need two evaluations for each of its {leaves} leaves, and "
        "they give those slopes alone."
    )


def fitted(fit_taxi: Function) -> str:
    """Say how far the loss fell from the published start, and how fast in the end."""
    result = fit_taxi.calls[0].result
    losses = [] if result is None else result.flat().tolist()
    if len(losses) < 2:
        return ""
    return (
        f"What an expert sees in your losses: they fall from {shown(losses[0])} to {shown(losses[-1])} in "
        f"{counted(len(losses), 'epoch')}. The last epoch left {losses[-1] / losses[-2]:.3f} of the loss before it. "
        "In lesson 1 an epoch left 0.9928 of the error along the valley. The loss is a square, so its factor is the "
        "square of this number."
    )


def twin(torch_twin: Function) -> str:
    """Read out the last pair, and name the way with one tensor."""
    result = torch_twin.calls[0].result
    pairs = None if result is None else result.numbers
    if pairs is None or pairs.numel() < 2:
        return ""
    weight, bias = pairs.reshape(-1)[-2:].tolist()
    return (
        f"Your last pair is ({shown(weight)}, {shown(bias)}), on the way to (2, 1). Another way to write it: keep both "
        "parameters in one tensor, `torch.tensor([weight, bias], requires_grad=True)`. Then one line updates both."
    )


def reached_on(function: Function, tables: Sequence[Rows]) -> str:
    """Say how many unseen rows each cut is right about."""
    told = []
    for call, table in zip(function.calls, tables, strict=False):
        if call.result is None:
            return ""
        told.append(f"{accuracy(table, call.result.flat()):.1%}")
    return (
        f"Your cuts are right for {in_words(told)} of rows that they had not seen. A whole layer of such units is "
        "made of the same operations, so your engine could train a larger network, only slowly: PyTorch computes "
        "many numbers in one operation."
    )
