"""The right values and slopes of an expression, worked out by PyTorch in float64."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from grader.evidence.expressions import ADD, LOG, MULTIPLY, POWER, RELU, SIGMOID, Expression

_APPLY: dict[str, Callable[[Tensor, Tensor | float], Tensor]] = {
    ADD: lambda left, right: left + right,
    MULTIPLY: lambda left, right: left * right,
    POWER: lambda left, right: left**right,
    RELU: lambda left, _: torch.relu(left),
    SIGMOID: lambda left, _: torch.sigmoid(left),
    LOG: lambda left, _: torch.log(left),
}


class Right(NamedTuple):
    """By node its value, its slope after the backward pass, and its local slopes, one for each of its inputs."""

    values: tuple[float, ...]
    slopes: tuple[float, ...]
    local: tuple[tuple[float, ...], ...]


@functools.lru_cache(maxsize=256)  # a class is given the same expressions
def worked_out(expression: Expression) -> Right:
    """Return what is right for an expression."""
    nodes = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in expression.leaves]
    local: list[tuple[float, ...]] = [()] * len(nodes)
    for operation in expression.operations:
        inputs = expression.inputs(len(nodes))
        apart = [nodes[i].detach().requires_grad_() for i in inputs]
        alone = _APPLY[operation.kind](apart[0], apart[1] if len(apart) > 1 else operation.right)
        local.append(tuple(float(slope) for slope in torch.autograd.grad(alone, apart)))
        other = nodes[inputs[1]] if len(inputs) > 1 else operation.right
        nodes.append(_APPLY[operation.kind](nodes[inputs[0]], other))
    output = nodes[expression.output]
    sent = torch.tensor(1.0 if expression.slope is None else expression.slope, dtype=torch.float64)
    found = torch.autograd.grad(output, nodes, sent, allow_unused=True)
    slopes = [0.0 if slope is None else float(slope) for slope in found]
    slopes = [slope + (expression.held if i < len(expression.leaves) else 0.0) for i, slope in enumerate(slopes)]
    return Right(tuple(float(node.detach()) for node in nodes), tuple(slopes), tuple(local))


def are_equal(one: float | None, other: float) -> bool:
    """Tell whether a number is right: to five digits, since a learner may compute in float32."""
    return one is not None and abs(one - other) <= 1e-5 * max(1.0, abs(other), abs(one))
