"""The expressions on which lesson 6 tries a learner's class, drawn from a seed."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from typing import NamedTuple

from grader.evidence.expressions import ADD, LOG, MULTIPLY, POWER, RELU, SIGMOID, Expression, Operation
from grader.judges.engine.reference import worked_out
from grader.lessons.seeded import drawing

DEPTH = 100  # operations in a row: far below Python's limit of 1,000 calls inside each other, far above any lesson's

LARGE = 1_000.0  # no value and no slope of a drawn graph is larger


class Asked(NamedTuple):
    """An expression for the class that is the exercise's parameter `parameter`."""

    expression: Expression
    parameter: str = "Value"

    def arguments(self) -> tuple[str]:
        return (self.expression.encoded(),)


def expressions_of(tasks: Sequence[object]) -> list[Expression]:
    """Return the expressions among the tasks of an exercise."""
    return [task.expression for task in tasks if isinstance(task, Asked)]


def numbers(draw: random.Random, count: int) -> tuple[float, ...]:
    """Return different numbers with one decimal, between 1.2 and 3 above or below 0: no two sums or products agree."""
    sizes = draw.sample([size / 10 for size in range(12, 31) if size != 20], count)
    return tuple(size * draw.choice((-1, 1)) for size in sizes)


def single(
    draw: random.Random, kind: str, right: float = 1, leaves: tuple[float, ...] | None = None, held: float = 0.0
) -> Asked:
    """Return one operation whose result hands a slope on."""
    leaves = leaves or numbers(draw, 2 if kind in (ADD, MULTIPLY) else 1)
    made = Operation(kind, 0, right)
    slope = draw.choice((1.5, 2.5, -1.5, -2.5))
    return Asked(Expression(leaves=leaves, operations=(made,), output=len(leaves), slope=slope, held=held))


@functools.lru_cache(maxsize=8)
def sums_and_products(seed: int) -> list[Asked]:
    """`+` and `*` of two numbers and of one with itself, with slopes of 0 before and with others."""
    draw = drawing(seed)
    found = []
    for kind in (ADD, MULTIPLY):
        found.append(single(draw, kind))
        found.append(single(draw, kind, held=draw.choice((0.5, -0.7))))
        found.append(single(draw, kind, right=0, leaves=numbers(draw, 1)))
    return found


@functools.lru_cache(maxsize=8)
def powers_and_relus(seed: int) -> list[Asked]:
    """Powers and `relu` above, below and at 0, after sums and products, which show how the class hands slopes on."""
    draw = drawing(seed)
    size = abs(numbers(draw, 1)[0])
    return [
        *sums_and_products(seed),
        single(draw, POWER, 2), single(draw, POWER, 3), single(draw, POWER, -1), single(draw, POWER, 0.5, (size,)),
        single(draw, POWER, 2, (0.0,)), single(draw, POWER, 3, held=0.5),
        single(draw, RELU, leaves=(size,)), single(draw, RELU, leaves=(-size,)), single(draw, RELU, leaves=(0.0,)),
        single(draw, RELU, leaves=(size,), held=0.5),
    ]  # fmt: skip


def graph(leaves: Sequence[float], *operations: tuple[str, int, int], **about: int) -> Asked:
    """Return a graph that goes backward from its last node, or from `output`."""
    made = tuple(Operation(*operation) for operation in operations)
    return Asked(Expression(leaves=tuple(leaves), operations=made, **{"output": len(leaves) + len(made) - 1, **about}))


@functools.lru_cache(maxsize=8)
def graphs(seed: int) -> list[Asked]:
    """Single operations, trees, graphs with shared nodes, of sums alone too, and a long chain."""
    draw = drawing(seed)
    a, b, c = numbers(draw, 3)
    d, e = numbers(draw, 2)
    made = [
        # A tree.
        graph((a, b, c), (MULTIPLY, 0, 1), (ADD, 3, 2), (MULTIPLY, 4, 2)),
        # A node on a short arm and on a long one, first and second.
        graph((a, b), (MULTIPLY, 0, 1), (MULTIPLY, 2, 0), (MULTIPLY, 3, 1), (ADD, 2, 4)),
        graph((d, e), (ADD, 0, 1), (MULTIPLY, 2, 0), (MULTIPLY, 3, 1), (ADD, 4, 2)),
        # Two shared nodes, one above the other, and a node that nothing uses.
        graph((a, d), (MULTIPLY, 0, 1), (MULTIPLY, 0, 0), (MULTIPLY, 2, 2), (ADD, 4, 2), (MULTIPLY, 5, 4), output=6),
        # The same with sums alone, for a class whose products are wrong.
        graph((a, b), (ADD, 0, 1), (ADD, 2, 0), (ADD, 3, 1), (ADD, 2, 4), (ADD, 5, 5)),
        graph((a, b), (ADD, 0, 1), (ADD, 2, 0), (ADD, 3, 1), (ADD, 4, 2), (ADD, 2, 5)),
        # And with products alone.
        graph((1.2, -1.3, 1.4), (MULTIPLY, 0, 1), (MULTIPLY, 3, 2), (MULTIPLY, 4, 1)),
        graph((1.2, -1.3), (MULTIPLY, 0, 1), (MULTIPLY, 2, 0), (MULTIPLY, 3, 1), (MULTIPLY, 2, 4), (MULTIPLY, 5, 5)),
        # Nodes of equal numbers: 2 + 2 and 2 * 2, and twice the same product.
        graph((2.0, 2.0, a), (ADD, 0, 1), (MULTIPLY, 0, 1), (MULTIPLY, 3, 2), (MULTIPLY, 4, 0), (ADD, 5, 6)),
        graph((a, b), (MULTIPLY, 0, 1), (MULTIPLY, 0, 1), (MULTIPLY, 2, 0), (ADD, 4, 3)),
        # A second graph with the leaves of a first.
        graph((a, b), (MULTIPLY, 0, 1), (ADD, 2, 0), (MULTIPLY, 0, 1), (MULTIPLY, 4, 0), first=3),
    ]  # fmt: skip
    return [*sums_and_products(seed), *made, *(_drawn(draw, size) for size in (7, 10)), _chain(draw)]


def _drawn(draw: random.Random, size: int) -> Asked:
    """Return a graph of so many operations, whose numbers stay small enough to be compared in float32."""
    while True:
        made = _any(draw, size)
        right = worked_out(made.expression)
        if max(map(abs, (*right.values, *right.slopes))) < LARGE:
            return made


def _any(draw: random.Random, size: int) -> Asked:
    """Return a graph of so many operations, each of which uses the result of the one before it."""
    leaves = numbers(draw, 3)
    operations: list[tuple[str, int, int]] = []
    for node in range(3, 3 + size):
        left = node - 1 if node > 3 else 0
        right = draw.choice([i for i in range(node) if i != left])
        first, second = draw.sample((left, right), 2)
        operations.append((draw.choice((ADD, ADD, MULTIPLY)), first, second))
    return graph(leaves, *operations)


def _chain(draw: random.Random) -> Asked:
    """Return DEPTH operations in a row, sums and products by turns, whose numbers stay small."""
    size = draw.choice((0.7, 0.8, 0.9))
    leaves = (*numbers(draw, 2), size)
    operations = [(ADD, 2 + i if i else 0, 1) if i % 2 == 0 else (MULTIPLY, 2 + i, 2) for i in range(DEPTH)]
    return graph(leaves, *operations)


@functools.lru_cache(maxsize=8)
def sigmoids_and_logs(seed: int) -> list[Asked]:
    """Sigmoid and log, after sums and products, which show how the class hands slopes on."""
    draw = drawing(seed)
    x, y = numbers(draw, 2)
    return [
        *sums_and_products(seed),
        single(draw, SIGMOID, leaves=(x,)), single(draw, SIGMOID, leaves=(-y,)), single(draw, SIGMOID, leaves=(0.0,)),
        single(draw, SIGMOID, leaves=(y,), held=0.5),
        single(draw, LOG, leaves=(abs(x),)), single(draw, LOG, leaves=(0.3,)),
        single(draw, LOG, leaves=(abs(y),), held=0.5),
    ]  # fmt: skip
