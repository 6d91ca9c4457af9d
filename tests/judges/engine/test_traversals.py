"""Ways through a graph: the right ones agree with PyTorch, and wrong ones with different codes can be told apart."""

from __future__ import annotations

import itertools

import pytest

from grader.evidence.expressions import ADD, Expression, Operation
from grader.judges.engine.local import Manner
from grader.judges.engine.reference import are_equal, worked_out
from grader.judges.engine.traversals import RIGHT, WAYS, Order, Rules, TooManyVisitsError, depth_first, slopes
from grader.lessons.backward_by_hand.expressions import DEPTH, expressions_of, graphs

SEEDS = [1, 2, 3, 1_000_003, 2**55 + 1]
LAST_ONLY = Rules(manner=Manner(adds=False))


def graphs_of(seed: int) -> list[Expression]:
    return [expression for expression in expressions_of(graphs(seed)) if expression.slope is None]


def left_by(order: Order, rules: Rules, seed: int) -> list[float]:
    """Return the slopes that a way leaves in the leaves of all graphs of a seed."""
    return [slope for each in graphs_of(seed) for slope in slopes(each, order, rules)[: len(each.leaves)]]


def agree(one: list[float], other: list[float]) -> bool:
    return all(are_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("order", RIGHT)
def test_right_ways_leave_what_pytorch_leaves(order: Order, seed: int) -> None:
    right = [slope for each in graphs_of(seed) for slope in worked_out(each).slopes[: len(each.leaves)]]
    assert agree(left_by(order, Rules(), seed), right)


@pytest.mark.parametrize("seed", SEEDS)
def test_ways_with_different_codes_leave_different_slopes(seed: int) -> None:
    ways = [("", RIGHT[0], Rules()), *((way.code + way.says, way.order, Rules()) for way in WAYS)]
    ways += [("gradient-overwritten", order, LAST_ONLY) for order in RIGHT]
    left = [(name, left_by(order, rules, seed)) for name, order, rules in ways]
    alike = {(a, b) for (a, one), (b, other) in itertools.combinations(left, 2) if a != b and agree(one, other)}
    assert alike == set()


def test_a_way_that_never_ends_is_given_up() -> None:
    doubled = Expression(leaves=(1.0,), operations=tuple(Operation(ADD, i, i) for i in range(40)), output=40)
    with pytest.raises(TooManyVisitsError):
        slopes(doubled, depth_first(turned=False, once=False), Rules())


@pytest.mark.parametrize("seed", SEEDS)
def test_each_challenge_has_a_chain_that_is_as_deep_as_the_lesson_says(seed: int) -> None:
    deepest = max(len(each.operations) for each in graphs_of(seed))
    assert deepest == DEPTH
    assert max(abs(value) for each in graphs_of(seed) for value in worked_out(each).values) < 1e4
