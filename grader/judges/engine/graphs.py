"""The judge of `backward()`: the slopes that it leaves in the leaves of whole graphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import msgspec

from grader.core.catalogue import found
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.engines import Engine, Evaluated
from grader.evidence.expressions import Expression, name_of
from grader.judges.engine.classes import DEEP, expect_class, given, lacking, stopped
from grader.judges.engine.local import METHOD, OVERWRITTEN, SWAP, manner_of, mistake_of
from grader.judges.engine.reference import are_equal
from grader.judges.engine.traversals import (
    EARLY,
    MAX_ORDERED,
    RIGHT,
    WAYS,
    Order,
    Rules,
    TooManyVisitsError,
    slopes,
    some_orders,
)

HALF = 2.0  # of the four points: what a `backward` costs that is right for graphs without shared nodes
CLEARED = "The last node began with the slope 1, but all slopes are 0 at the end. Does something clear them again?"
LAST = "Of the slopes that a node gets from several others, only the last one is kept."
BY_HAND = (
    "Build this graph in a new cell, call `backward()`, and print `grad` of each node, beginning with the last one. "
    "Which is the first node whose slope is not what you get with pencil and paper?"
)


class Graph(NamedTuple):
    """A graph that went backward, and what a learner's class left in its nodes."""

    expression: Expression
    evaluated: Evaluated

    @property
    def kinds(self) -> set[str]:
        return {operation.kind for operation in self.expression.operations}

    @property
    def is_shared(self) -> bool:
        """Whether a result is used more than once."""
        inputs = [i for node in range(self.expression.size) for i in self.expression.inputs(node)]
        return any(inputs.count(i) > 1 for i in range(len(self.expression.leaves), self.expression.size))

    @property
    def is_small(self) -> bool:
        """Whether all orders of its nodes can be tried."""
        return len(self.expression.operations) <= MAX_ORDERED and self.expression.first is None

    def has(self, slopes: Sequence[float], factor: float = 1.0) -> bool:
        """Tell whether the leaves have these slopes, times `factor`. Nodes that nobody reaches may have none."""
        has = self.evaluated.slopes[: len(self.expression.leaves)]
        return all(
            are_equal(0.0 if one is None else one, factor * other) for one, other in zip(has, slopes, strict=False)
        )


def expect_backward(engine: Engine, expressions: Sequence[Expression]) -> Iterator[Finding]:
    """Judge `backward()` by its graphs, given how the class hands on the slopes of single operations.

    Mistakes of single operations belong to another exercise. Only what `backward()` itself does is judged here.
    """
    manner = manner_of(engine, expressions)
    wrong: dict[str, Finding] = {}
    for expression, evaluated in zip(expressions, engine.evaluated, strict=True):
        mistake = mistake_of(expression, evaluated, engine.value.name, manner) if expression.slope is not None else None
        if mistake is not None and evaluated.by != "backward":
            wrong.setdefault(expression.operations[-1].kind, mistake)
    swapped = all(mistake.code != SWAP for mistake in wrong.values())
    broken = {kind for kind, mistake in wrong.items() if mistake.code != SWAP}
    judged = [graph for graph in _graphs(engine, expressions) if not graph.kinds & broken]
    if judged:
        yield from _wrong_graphs(judged, Rules(swapped, manner))
    else:
        yield next(iter(wrong.values()))


def mistake_of_class(engine: Engine, expressions: Sequence[Expression]) -> Finding | None:
    """Return the first thing that is wrong with a class, be it in its operations or in its `backward()`."""
    missing = next(expect_class(engine, ("backward",), expressions), None)
    absent = [method for method in ("__add__", "__mul__") if method not in engine.methods]
    if missing is None and absent:
        missing = lacking(engine, absent)
    if missing is not None:  # what needs the method was attempted
        code = "missing-name" if missing.code == "not-attempted" else missing.code
        return msgspec.structs.replace(missing, code=code)
    for expression, evaluated in zip(expressions, engine.evaluated, strict=True):
        if expression.slope is not None and METHOD[expression.operations[-1].kind] in engine.methods:
            mistake = mistake_of(expression, evaluated, engine.value.name)
            if mistake is not None:
                return mistake
    return next(_wrong_graphs(_graphs(engine, expressions), Rules()), None)


def because_of_class(cause: Finding, consequence: str) -> Finding:
    """Return the finding for something that failed because of a mistake of the class."""
    facts = f"{consequence}, because the class has a mistake. {cause.message}"
    hint = f"Repair the class first, in the cell of its own exercise, and run the cells from there on. {cause.hint}"
    return msgspec.structs.replace(cause, message=facts, hint=hint, cost=None)


def _graphs(engine: Engine, expressions: Sequence[Expression]) -> list[Graph]:
    both = zip(expressions, engine.evaluated, strict=True)
    return [Graph(expression, evaluated) for expression, evaluated in both if expression.slope is None]


def _wrong_graphs(graphs: Sequence[Graph], rules: Rules) -> Iterator[Finding]:
    for graph in graphs:
        finding = stopped(graph.expression, graph.evaluated)
        if finding is not None:
            yield finding
            return
    if any(_explains(order, graphs, rules) for order in RIGHT):
        return
    yield _why(graphs, rules)


def _explains(order: Order, graphs: Sequence[Graph], rules: Rules) -> bool:
    """Tell whether a way through the graphs leaves exactly these slopes."""
    try:
        return all(graph.has(slopes(graph.expression, order, rules)) for graph in graphs)
    except TooManyVisitsError:
        return False


def _why(graphs: Sequence[Graph], rules: Rules) -> Finding:
    """Return what is wrong with slopes that no right way leaves."""
    first = next((g for g in graphs if not g.has(slopes(g.expression, RIGHT[0], rules))), graphs[0])
    facts = _facts(first, slopes(first.expression, RIGHT[0], rules))
    scaled = _first_slope(graphs, rules)
    if scaled is not None:
        return found("first-slope-not-1", f"{facts} {scaled}", HALF)
    if not any(slope for graph in graphs for slope in graph.evaluated.slopes):
        return found("wrong-values", f"{facts} {CLEARED}", hint=BY_HAND)
    trees = [graph for graph in graphs if not graph.is_shared]
    cost = HALF if trees and any(_explains(order, trees, rules) for order in RIGHT) else None
    for way in WAYS:
        if _explains(way.order, graphs, rules):
            return found(way.code, f"{facts} {way.says}", cost, hint=BY_HAND if way.code == "wrong-values" else None)
    keeps_last = rules._replace(manner=rules.manner._replace(adds=False))
    if any(_explains(order, graphs, keeps_last) for order in RIGHT):
        return found(OVERWRITTEN, f"{facts} {LAST}", cost)
    shared = [graph for graph in graphs if graph.is_shared] if cost is not None else graphs
    for way, each in product(WAYS, (rules, keeps_last)):
        if _explains(way.order, shared, each):
            return found(way.code, f"{facts} {way.says}", cost, hint=BY_HAND if way.code == "wrong-values" else None)
    if all(
        any(_explains(order, [graph], rules) for order in some_orders(graph.expression))
        for graph in graphs
        if graph.is_small
    ):
        return found("order-wrong", f"{facts} {EARLY}", cost)
    return found("wrong-values", facts, cost, hint=BY_HAND)


def _first_slope(graphs: Sequence[Graph], rules: Rules) -> str | None:
    """Return a sentence if the slopes would be right, had the output got the slope 1."""
    sent = [graph.evaluated.sent for graph in graphs]
    if all(one is None or are_equal(one, 1.0) for one in sent):
        return None
    for order in RIGHT:
        if all(g.has(slopes(g.expression, order, rules), one or 0.0) for g, one in zip(graphs, sent, strict=True)):
            output, has = name_of(graphs[0].expression.output), sent[0] or 0.0
            if has:
                return f"The slope of {output} itself is {shown(has)}, and it multiplies all the others."
            return f"The slope of {output} itself is still 0, so there is nothing to hand on."
    return None


def _facts(graph: Graph, right: Sequence[float]) -> str:
    """Return what is wrong in a graph, with its numbers."""
    expression, has = graph.expression, graph.evaluated.slopes
    at = next((i for i in range(len(expression.leaves)) if not are_equal(has[i] or 0.0, right[i])), 0)
    got = "no number" if has[at] is None else shown(has[at] or 0.0)
    output, leaf = name_of(expression.output), name_of(at)
    depth = len(expression.operations)
    begin = f"With {given(expression)}" if depth < DEEP else f"After {depth} operations in a row"
    return f"{begin}, `{output}.backward()` leaves {got} in {leaf}.grad. {shown(right[at])} is right."
