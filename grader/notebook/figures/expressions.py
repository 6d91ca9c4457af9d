"""The expressions that lesson 6 draws, as graphs of plain numbers: their values, and the slopes that run back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Values = dict[str, float]


@dataclass(frozen=True)
class Node:
    """One number of an expression. A leaf has no parents, and its value is given.

    `compute` gets the values of the parents and returns the value. `local` gets the same and returns one local slope
    for each parent: how fast the value grows with this parent alone.
    """

    name: str
    parents: tuple[str, ...] = ()
    how: str = ""
    compute: Callable[..., float] | None = None
    local: Callable[..., tuple[float, ...]] | None = None


class Handed(NamedTuple):
    """What a node hands to one of its parents: its own slope times the local slope."""

    node: str
    parent: str
    slope: float
    local: float

    @property
    def amount(self) -> float:
        return self.slope * self.local


@dataclass(frozen=True)
class Graph:
    """An expression as its nodes, each after its parents. The last one is the result."""

    nodes: tuple[Node, ...]

    @property
    def result(self) -> str:
        return self.nodes[-1].name

    @property
    def computed(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.parents)

    def values(self, leaves: Mapping[str, float]) -> Values:
        """Return the value of each node."""
        values: Values = {}
        for node in self.nodes:
            given = [values[parent] for parent in node.parents]
            values[node.name] = leaves[node.name] if node.compute is None else node.compute(*given)
        return values

    def locals_of(self, node: Node, values: Mapping[str, float]) -> tuple[float, ...]:
        """Return the local slopes of a node, one for each parent."""
        return node.local(*(values[parent] for parent in node.parents)) if node.local else ()

    def backward(self, values: Mapping[str, float], *, adds: bool = True) -> tuple[Values, list[Handed]]:
        """Return the slope of the result with respect to each node, and what was handed on, in that order.

        If `adds` is false, a slope that arrives overwrites the one that was there, which is a mistake.
        """
        slopes = {node.name: 0.0 for node in self.nodes} | {self.result: 1.0}
        handed = []
        for node in reversed(self.computed):
            for parent, local in zip(node.parents, self.locals_of(node, values), strict=True):
                gift = Handed(node.name, parent, slopes[node.name], local)
                slopes[parent] = gift.amount + (slopes[parent] if adds else 0.0)
                handed.append(gift)
        return slopes, handed


def _product(name: str, one: str, other: str) -> Node:
    return Node(name, (one, other), f"{one} * {other}", lambda p, q: p * q, lambda p, q: (q, p))


def _sum(name: str, one: str, other: str) -> Node:
    return Node(name, (one, other), f"{one} + {other}", lambda p, q: p + q, lambda *_: (1.0, 1.0))


SQUARED_ERROR = Graph((
    Node("weight"), Node("x"), Node("bias"), Node("y"),
    _product("product", "weight", "x"),
    _sum("prediction", "product", "bias"),
    Node("error", ("prediction", "y"), "prediction - y", lambda p, q: p - q, lambda *_: (1.0, -1.0)),
    Node("loss", ("error",), "error ** 2", lambda error: error**2, lambda error: (2 * error,)),
))  # fmt: skip
"""The squared error of one example (x, y): (weight * x + bias - y) ** 2."""

TWICE = Graph((Node("a"), Node("b"), _product("product", "a", "b"), _sum("f", "product", "a")))
"""An expression that uses one number twice: a b + a."""
