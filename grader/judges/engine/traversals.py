"""Ways in which a backward pass may go through a graph, the right one and wrong ones, and the slopes that each leaves.

A wrong result is explained by finding the way that leads to exactly this result, on every graph of a challenge.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import NamedTuple

from grader.evidence.expressions import MULTIPLY, Expression
from grader.judges.engine.local import RIGHT as RIGHT_MANNER
from grader.judges.engine.local import Manner
from grader.judges.engine.reference import worked_out

MAX_VISITS = 20_000
MAX_ORDERED = 5  # nodes of which all orders are tried
Order = Callable[[Expression, int], Iterator[int]]  # the nodes that hand their slopes on, one after the other
BOTH = (False, True)
EARLY = (
    "`backward()` lets a node hand its slope on before all the nodes that use it have handed on theirs. "
    "So a part of its slope never travels further."
)
ONE_STEP = (
    "Only the nodes that the last operation was made of have got a slope. Either `backward()` stops there, or it "
    "goes through the nodes from the first to the last."
)
NEAR = (
    "Only the last node and those nearest to it have handed on their slopes. The nodes further back have to do the "
    "same, however deep the graph is."
)
ALONE = (
    "Only the last node has handed on its slope, and it did so once for each node of the graph. Look for `self` in "
    "`backward()`: where should it be another node?"
)
REPEATED = "`backward()` lets a node that is used twice hand its slope on twice, so a part of it counts twice."
AGAIN = (
    "`backward()` also goes through the nodes of an earlier graph, which still hold their slopes, and lets them hand "
    "these on again. Does something keep the nodes of earlier calls?"
)
MERGED = "`backward()` takes two nodes that hold the same number for one, so only one of them hands its slope on."
NOTHING = "The slope of the last node never leaves it: no node has handed anything on."


class TooManyVisitsError(ValueError):
    """A way visits nodes so often that no learner's program would have come to its end."""


class Rules(NamedTuple):
    """How operations hand slopes on: with the factors of `*` `swapped` as they should be, and in a manner."""

    swapped: bool = True
    manner: Manner = RIGHT_MANNER


class Way(NamedTuple):
    """A way through the graph: `code` and `says` tell what is wrong with it, "" if it is right."""

    order: Order
    code: str = ""
    says: str = ""


def slopes(expression: Expression, order: Order, rules: Rules) -> list[float]:
    """Return the slope of each node after this backward pass. Raises TooManyVisitsError."""
    found = [0.0] * expression.size
    if expression.first is not None:
        _pass(expression, order, rules, found, expression.first)
        found[: len(expression.leaves)] = [0.0] * len(expression.leaves)
    _pass(expression, order, rules, found, expression.output)
    return found


def _pass(expression: Expression, order: Order, rules: Rules, found: list[float], output: int) -> None:
    """Let the slopes `found` go backward from `output`."""
    found[output] = 1.0
    for count, node in enumerate(order(expression, output)):
        if count > MAX_VISITS:
            raise TooManyVisitsError
        inputs, local = expression.inputs(node), worked_out(expression).local[node]
        is_product = bool(inputs) and expression.operations[node - len(expression.leaves)].kind == MULTIPLY
        rules.manner.handed(inputs, local[::-1] if is_product and not rules.swapped else local, found[node], found)


def _after_inputs(
    expression: Expression, output: int, *, turned: bool, once: bool = True, same: Callable[[int], object] = lambda i: i
) -> list[int]:
    """Return the nodes up to `output`, each after its inputs. `same` tells which nodes a learner takes for one."""
    order: list[int] = []
    seen: set[object] = set()

    def visit(node: int) -> None:
        if once and same(node) in seen:
            return
        seen.add(same(node))
        if len(order) > MAX_VISITS:
            raise TooManyVisitsError
        inputs = expression.inputs(node)
        for i in inputs[::-1] if turned else inputs:
            visit(i)
        order.append(node)

    visit(output)
    return order


def by_dependency(*, turned: bool, once: bool = True, inputs_first: bool = False) -> Order:
    """Each node after all that use it: the right way, if each comes `once`. With `inputs_first`, each before them."""
    step = 1 if inputs_first else -1
    return lambda expression, output: iter(_after_inputs(expression, output, turned=turned, once=once)[::step])


def by_creation(expression: Expression, output: int) -> Iterator[int]:
    """The newest node first: the right way too."""
    known = set(_after_inputs(expression, output, turned=False))
    return iter(sorted(known, reverse=True))


def whole_tape(expression: Expression, output: int) -> Iterator[int]:
    """Everything that there is, newest first, whether it has led to the output or not."""
    return iter(range(output, len(expression.leaves) - 1, -1))


def oldest_first(expression: Expression, output: int) -> Iterator[int]:
    return iter(sorted(_after_inputs(expression, output, turned=False)))


def depth_first(*, turned: bool, once: bool) -> Order:
    """A function that hands on the slope of its node first, and then calls itself for each input."""

    def order(expression: Expression, output: int) -> Iterator[int]:
        seen: set[int] = set()

        def visit(node: int) -> Iterator[int]:
            if once and node in seen:
                return
            seen.add(node)
            yield node
            inputs = expression.inputs(node)
            for i in inputs[::-1] if turned else inputs:
                yield from visit(i)

        return visit(output)

    return order


def from_a_list(*, turned: bool, once: bool, newest: bool, marked_early: bool = True) -> Order:
    """A list of nodes to visit: the one that waits longest first (a queue), or with `newest` the latest (a stack)."""

    def order(expression: Expression, output: int) -> Iterator[int]:
        waiting, seen = deque([output]), {output}
        while waiting:
            node = waiting.pop() if newest else waiting.popleft()
            if once and not marked_early:
                if node in seen and node != output:
                    continue
                seen.add(node)
            yield node
            inputs = expression.inputs(node)
            for i in inputs[::-1] if turned else inputs:
                if once and i in seen:
                    continue
                if marked_early:
                    seen.add(i)
                waiting.append(i)

    return order


def taken_for_one(*, turned: bool, structure: bool) -> Order:
    """Nodes of equal numbers are taken for one; with `structure` only if they were made in the same way, too."""

    def order(expression: Expression, output: int) -> Iterator[int]:
        right = worked_out(expression)
        known: dict[object, int] = {}
        names: list[int] = []
        for node in range(expression.size):
            made = (right.local[node], tuple(names[i] for i in expression.inputs(node))) if structure else ()
            names.append(known.setdefault((right.values[node], made), node))
        return iter(_after_inputs(expression, output, turned=turned, same=names.__getitem__)[::-1])

    return order


def within(depth: int) -> Order:
    """The output, and the nodes that it was made of, `depth` operations back and no further: loops, no recursion."""

    def visit(expression: Expression, node: int, left: int) -> Iterator[int]:
        yield node
        for i in expression.inputs(node) if left else ():
            yield from visit(expression, i, left - 1)

    return lambda expression, output: visit(expression, output, depth)


def output_alone(*, made: bool) -> Order:
    """The output again and again, once for each node: a list in which it is in the place of all others.

    With `made`, there are only the nodes that an operation made.
    """

    def order(expression: Expression, output: int) -> Iterator[int]:
        nodes = _after_inputs(expression, output, turned=False)
        return iter([output for node in nodes if not made or expression.inputs(node)])

    return order


def nowhere(_expression: Expression, _output: int) -> Iterator[int]:
    """No node hands anything on."""
    return iter(())


def some_orders(expression: Expression) -> Iterator[Order]:
    """Yield every order of the nodes that were made, each once; none for a graph of more than MAX_ORDERED of them."""
    made = range(len(expression.leaves), expression.size)
    for order in permutations(made) if len(made) <= MAX_ORDERED else ():
        yield lambda _, __, order=order: iter(order)  # type: ignore[misc]


RIGHT = (
    *(by_dependency(turned=turned) for turned in BOTH),
    by_creation,
)  # they do not differ if slopes are added
WAYS = (
    Way(nowhere, "wrong-values", NOTHING),
    *(Way(by_dependency(turned=turned, inputs_first=True), "order-wrong", ONE_STEP) for turned in BOTH),
    Way(oldest_first, "order-wrong", ONE_STEP),
    *(Way(output_alone(made=made), "wrong-values", ALONE) for made in BOTH),
    *(Way(within(depth), "wrong-values", NEAR) for depth in (1, 2)),
    *(Way(depth_first(turned=turned, once=True), "order-wrong", EARLY) for turned in BOTH),
    *(
        Way(from_a_list(turned=turned, once=True, newest=newest, marked_early=early), "order-wrong", EARLY)
        for turned in BOTH for newest in BOTH for early in BOTH
    ),
    *(Way(depth_first(turned=turned, once=False), "visited-twice", REPEATED) for turned in BOTH),
    *(Way(by_dependency(turned=turned, once=False), "visited-twice", REPEATED) for turned in BOTH),
    *(
        Way(from_a_list(turned=turned, once=False, newest=newest), "visited-twice", REPEATED)
        for turned in BOTH for newest in BOTH
    ),
    Way(whole_tape, "visited-twice", AGAIN),
    *(
        Way(taken_for_one(turned=turned, structure=structure), "wrong-values", MERGED)
        for turned in BOTH for structure in BOTH
    ),
)  # fmt: skip
