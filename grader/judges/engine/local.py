"""The judge of single operations: their value, and the slope that each hands on to what it was made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from grader.core.catalogue import found
from grader.core.numbers import shown
from grader.core.verdict import Finding
from grader.evidence.engines import Engine, Evaluated
from grader.evidence.expressions import ADD, LOG, MULTIPLY, POWER, RELU, SIGMOID, TWO_SIDED, Expression, name_of
from grader.judges.engine.classes import given, lacking, stopped
from grader.judges.engine.reference import are_equal, worked_out

OVERWRITTEN, SWAP = "gradient-overwritten", "factors-not-swapped"
METHOD = {ADD: "__add__", MULTIPLY: "__mul__", POWER: "__pow__", RELU: "relu", SIGMOID: "sigmoid", LOG: "log"}
HAS_TO_HAND_ON = (
    "The exercise asks for a method `propagate`, which adds to the `grad` of each number that a result was made of."
)
FORMULA = "Work this one value out with a calculator, from the formula of the operation, and compare each step."
LOCAL = (
    "Work out the local slope with pencil and paper: by how much does the result change if the input grows by a "
    "little? That number times the slope of the result is what has to be added."
)


class Manner(NamedTuple):
    """How a class hands slopes on, whatever the operation; the right way by default."""

    adds: bool = True  # to what is there
    multiplies: bool = True  # the local slope with that of the result
    sign: float = 1.0
    only: int | None = None  # the one input that gets anything: 0 is the left one

    def handed(self, inputs: Sequence[int], local: Sequence[float], slope: float, held: list[float]) -> None:
        """Hand a result's `slope` on to its inputs, which `held` slopes before."""
        for place, (i, factor) in enumerate(zip(inputs, local, strict=True)):
            if self.only in (None, place):
                sent = self.sign * factor * (slope if self.multiplies else 1.0)
                held[i] = (held[i] if self.adds else 0.0) + sent


RIGHT = Manner()
MANNERS = tuple(
    Manner(adds, multiplies, sign, only)
    for only, sign, multiplies, adds in product((None, 0, 1), (1.0, -1.0), (True, False), (True, False))
)


class Sent(NamedTuple):
    """The slope of an output, and what the nodes that it was made of got of it."""

    expression: Expression
    evaluated: Evaluated
    slope: float

    @property
    def local(self) -> tuple[float, ...]:
        return worked_out(self.expression).local[self.expression.output]

    def handed(self, local: Sequence[float], manner: Manner = RIGHT) -> list[float]:
        """Return the slopes of all leaves if the inputs get these local slopes."""
        slopes = [self.expression.held] * len(self.expression.leaves)
        manner.handed(self.expression.inputs(self.expression.output), local, self.slope, slopes)
        return slopes

    def is_as(self, slopes: Sequence[float]) -> bool:
        """Tell whether the leaves that the output was made of have these slopes."""
        has = self.evaluated.slopes
        return all(are_equal(has[i], slopes[i]) for i in self.expression.inputs(self.expression.output))

    def is_in(self, manner: Manner) -> bool:
        """Tell whether the slopes are right in this manner, be it with factors that are not swapped."""
        multiplies = self.expression.operations[-1].kind == MULTIPLY
        return self.is_as(self.handed(self.local, manner)) or (
            multiplies and self.is_as(self.handed(self.local[::-1], manner))
        )


def manner_of(engine: Engine, expressions: Sequence[Expression]) -> Manner:
    """Return how a class hands slopes on, seen on its sums and products: one of the two is right in that manner."""
    sent: dict[str, list[Sent]] = {ADD: [], MULTIPLY: []}
    for expression, evaluated in zip(expressions, engine.evaluated, strict=True):
        kind = expression.operations[-1].kind
        if expression.slope is not None and kind in TWO_SIDED and evaluated.slopes and evaluated.by != "backward":
            sent[kind].append(Sent(expression, evaluated, expression.slope))
    for manner in MANNERS:
        if any(each and all(one.is_in(manner) for one in each) for each in sent.values()):
            return manner
    return RIGHT


def expect_operations(
    engine: Engine, expressions: Sequence[Expression], costs: Mapping[str, float], adding_up: float | None = None
) -> Iterator[Finding]:
    """Judge the operations that have a cost, one finding for each of them at most.

    With `adding_up`, how the class hands slopes on is judged, too: slopes that replace others where they should be
    added are one finding, which costs that much. Without, it belongs to another exercise.
    """
    manner = RIGHT if adding_up is not None else manner_of(engine, expressions)
    wrong: dict[str, Finding] = {}
    for expression, evaluated in zip(expressions, engine.evaluated, strict=True):
        kind = expression.operations[-1].kind
        if kind not in costs or kind in wrong:
            continue
        if METHOD[kind] not in engine.methods:
            wrong[kind] = lacking(engine, [METHOD[kind]]).costing(costs[kind])
            continue
        mistake = mistake_of(expression, evaluated, engine.value.name, manner)
        if mistake is not None and mistake.code == "missing-name":
            yield mistake
            return
        if mistake is not None and mistake.code == OVERWRITTEN and adding_up is not None:
            wrong.setdefault(OVERWRITTEN, mistake.costing(adding_up))
        elif mistake is not None:
            wrong[kind] = mistake.costing(costs[kind])
    findings = list(wrong.values())
    if costs.keys() <= wrong.keys():  # then there is nothing left to be right about
        findings = [finding.costing(None) for finding in findings]
        if adding_up is not None and len({finding.code for finding in findings}) == 1:
            findings = findings[:1]  # a mistake of all operations alike is one mistake
    yield from findings


def mistake_of(expression: Expression, evaluated: Evaluated, name: str, manner: Manner = RIGHT) -> Finding | None:
    """Return what is wrong with an expression of one operation, None if nothing is."""
    finding = stopped(expression, evaluated) or _other_value(expression, evaluated)
    if finding is not None:
        return finding
    if not evaluated.by:
        return found("missing-name", f"`{name}` has no method `propagate`.", hint=HAS_TO_HAND_ON)
    by_backward = evaluated.by == "backward"
    if by_backward and (expression.held or not evaluated.sent):
        return None  # how `backward` begins is judged where the exercise asks for it
    slope = expression.slope if not by_backward else evaluated.sent
    sent = Sent(expression, evaluated, 1.0 if slope is None else slope)
    return None if sent.is_as(sent.handed(sent.local, manner)) else _other_slope(sent, manner)


def _other_value(expression: Expression, evaluated: Evaluated) -> Finding | None:
    """Return a finding if the value of a node is not right."""
    right = worked_out(expression).values
    for i in [*range(len(expression.leaves), expression.size), *range(len(expression.leaves))]:
        has = evaluated.values[i]
        if are_equal(has, right[i]):
            continue
        value = "no number" if has is None else shown(has)
        if i < len(expression.leaves):
            what = f"`{expression.written(expression.output)}` changes `{name_of(i)}`: it holds {value} afterwards"
            return found("wrong-values", f"With {given(expression)}, {what}.")
        what = f"`{expression.written(i)}` has the value {value}, but {shown(right[i])} is right"
        reason = _reason_of_value(expression, i, has)
        leaves = " and ".join(f"{name_of(n)} = {shown(number)}" for n, number in enumerate(expression.leaves))
        return found("wrong-values", f"With {leaves}, {what}.{reason}", hint=FORMULA)
    return None


def _reason_of_value(expression: Expression, node: int, has: float | None) -> str:
    """Return a sentence with a blank before it that says how a learner may have got a value, "" if none is known."""
    if has is None or node < len(expression.leaves):
        return ""
    kind, _, exponent = expression.operations[node - len(expression.leaves)]
    values = worked_out(expression).values
    x, right = values[expression.inputs(node)[0]], values[node]
    mistaken: dict[str, tuple[tuple[float, str], ...]] = {
        SIGMOID: ((1 - right, f"That is the sigmoid of {shown(-x)}: is the minus in the exponent missing?"),),
        LOG: (
            (right / math.log(10), "That is the logarithm to base 10."),
            (right / math.log(2), "That is the one to base 2."),
        ),
        POWER: ((x * exponent, "That is the product, and not the power."),),
        RELU: ((x, "That is the number itself, although it is below 0."), (abs(x), "The minus sign was dropped.")),
    }
    return next((f" {says}" for wrong, says in mistaken.get(kind, ()) if are_equal(has, wrong)), "")


def _other_slope(sent: Sent, manner: Manner) -> Finding:
    """Return what explains slopes that are not right."""
    expression, inputs = sent.expression, sent.expression.inputs(sent.expression.output)
    right = sent.handed(sent.local, manner)
    at = next(i for i in inputs if not are_equal(sent.evaluated.slopes[i], right[i]))
    has = sent.evaluated.slopes[at]
    got, leaf, result = "no number" if has is None else shown(has), name_of(at), name_of(expression.output)
    held = f", which was {shown(expression.held)} before" if expression.held else ""
    facts = (
        f"With {given(expression)} and {result}.grad = {shown(sent.slope)}, `{sent.evaluated.by}` leaves {got} in "
        f"{leaf}.grad{held}. {shown(right[at])} is right."
    )
    others = (manner, manner._replace(adds=False))
    is_product = expression.operations[-1].kind == MULTIPLY and len(set(inputs)) > 1
    if is_product and any(sent.is_as(sent.handed(sent.local[::-1], other)) for other in others):
        mine = f"{leaf} = {shown(expression.leaves[at])}"
        return found(SWAP, f"{facts} Your slope of {leaf} is the number of {leaf} itself: {mine}.")
    if sent.is_as(sent.handed(sent.local, others[1])):
        return found(OVERWRITTEN, f"{facts} The new slope has replaced what was there.")
    return found("wrong-values", f"{facts}{_reason(sent, manner)}", hint=LOCAL)


def _reason(sent: Sent, manner: Manner) -> str:
    """Return a sentence with a blank before it that says how a learner may have got slopes, "" if none is known."""
    if sent.is_as([sent.expression.held] * len(sent.expression.leaves)):
        return " Nothing was added."
    result = name_of(sent.expression.output)
    for other, says in (
        (manner._replace(multiplies=False), f"The local slope was not multiplied by the slope of {result}."),
        (manner._replace(sign=-manner.sign), "The sign is wrong."),
        (manner._replace(only=0), "Only the number on the left has got a slope."),
        (manner._replace(only=1), "Only the number on the right has got a slope."),
    ):
        if sent.is_as(sent.handed(sent.local, other)):
            return f" {says}"
    others = sent.expression.leaves[::-1]
    if sent.expression.operations[-1].kind == ADD and len(others) > 1 and sent.is_as(sent.handed(others, manner)):
        return " The slope is multiplied by the other number, as it would be in a product."
    for factor, says in _mistaken(sent.expression):
        if any(
            sent.is_as(sent.handed([factor] * len(sent.local), manner._replace(adds=adds))) for adds in (True, False)
        ):
            return f" {says}"
    return ""


def _mistaken(expression: Expression) -> Iterator[tuple[float, str]]:
    """Yield local slopes that are wrong, each with what it comes from."""
    kind, _, exponent = expression.operations[-1]
    x, result = expression.leaves[0], worked_out(expression).values[-1]
    if kind == POWER and x:
        yield exponent * x**exponent, "The exponent of the slope has to be smaller by 1."
        unbracketed = "Python works a power out before a minus, so `exponent - 1` needs parentheses."
        yield exponent * x**exponent - 1, unbracketed
        yield x**exponent - 1, f"{unbracketed} The factor {exponent:g} is missing, too."
        yield x ** (exponent - 1), f"The factor {exponent:g} is missing in the slope."
        yield exponent * x, "The slope of a power is the exponent times another power, not times the number."
        yield exponent, "The slope of a power depends on the number, not on the exponent alone."
    if kind == RELU:
        yield 1.0, f"The slope of `relu` is 0 {'at 0, as in PyTorch' if x == 0 else 'below 0, where nothing grows'}."
        yield x, "The slope of `relu` is 1 or 0, not the number itself."
    if kind == SIGMOID:
        of_input = "The slope is p * (1 - p), where p is the result of the sigmoid, not its input."
        yield from ((slope, of_input) for slope in (x * (1 - x), result * (1 - x), x * (1 - result)))
        yield result, "The slope is not the result itself."
        yield 1 - result, "One of the two factors of the slope is missing."
    if kind == LOG and result:
        yield 1 / result, "The slope is 1 divided by the input, not by the result."
    yield 1.0, "The local slope was taken for 1."
