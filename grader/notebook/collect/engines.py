"""Evaluate expressions with a class of the student's, whose objects remember how they were made.

Nothing is asked of the class but the names that the lesson asks for. How it keeps its slopes is its own affair.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any

from grader.core import guard
from grader.core.cell_source import is_blank
from grader.evidence.challenges import Inputs
from grader.evidence.engines import MAX_ATTRIBUTES, Engine, Evaluated, Numbers
from grader.evidence.expressions import ADD, MULTIPLY, POWER, Expression, Operation
from grader.evidence.values import Value
from grader.notebook.collect.autograd import Used, watched
from grader.notebook.collect.functions import source_of
from grader.notebook.collect.quiet import attempted, quiet, replaced_method

METHODS = ("__add__", "__mul__", "__pow__", "relu", "propagate", "backward", "sigmoid", "log")
WRITTEN_AS = {"__pow__": "power"}  # what the lesson calls the function for an operator
DATA = ("data", "grad")
HANDS_ON = "propagate"  # the method that hands a node's slope on to the nodes that it was made of
HINTS = ("back", "prop", "chain")  # in the names that others give to that method
ON_TRIAL = 2.0  # the number that an object is made of, to see what it is like


class OddError(Exception):
    """An object of the student's class, or what an operation returned, is not what it has to be."""


def collect_engine(value: Any, name: str, calls: tuple[Inputs, ...]) -> Engine:
    described = Value.collect(value, name)
    if not isinstance(value, type):
        return Engine(value=described)
    methods, blank = _methods(value)
    used = Used()
    with quiet(0):
        made, raised = attempted(value, ON_TRIAL)
        evaluated = () if raised else tuple(_all(value, calls, used))
    return Engine(
        value=described,
        attributes=() if made is None else tuple(_attributes(made))[-MAX_ATTRIBUTES:],
        methods=methods,
        blank=blank,
        loose=tuple(_loose(value, {*METHODS} - {*methods})),
        raised=raised,
        evaluated=evaluated,
        passes=used.passes,
    )


def _methods(kind: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which of METHODS a class has, and which of these are as they were handed out."""
    found: dict[str, Any] = {name: getattr(kind, name, None) for name in METHODS}
    blank = tuple(name for name, method in found.items() if method is ... or is_blank(source_of(method)))
    return tuple(name for name, method in found.items() if callable(method) and name not in blank), blank


def _loose(kind: type, absent: set[str]) -> Iterator[str]:
    """Yield the names of functions for an object of the class that the notebook has, and that nothing attached."""
    methods = (each for each in vars(kind).values() if isinstance(each, FunctionType))
    names: dict[str, Any] = next((each.__globals__ for each in methods), {})
    for name in METHODS:
        function = names.get(WRITTEN_AS.get(name, name)) if name in absent else None
        if not isinstance(function, FunctionType) or function.__code__.co_varnames[:1] != ("self",):
            continue
        if not is_blank(source_of(function)):
            yield name


def _attributes(made: Any) -> list[str]:
    """Return the names that an object has for its data, in a dictionary or in slots."""
    slots = [getattr(kind, "__slots__", ()) for kind in type(made).__mro__]
    named = [name for slot in slots for name in ([slot] if isinstance(slot, str) else slot)]
    asked = [name for name in DATA if hasattr(made, name)]  # a property is in neither
    return list(dict.fromkeys(str(name)[:80] for name in [*getattr(made, "__dict__", {}), *named, *asked]))


def _all(kind: type, calls: Sequence[Inputs], used: Used) -> Iterator[Evaluated]:
    """Evaluate each expression; after one that takes too long, the others are not tried.

    What each of them uses of PyTorch is watched again, since a grader restores PyTorch after one that stops. After the
    others it is restored once, which takes longer than one of them.
    """
    expressions = [Expression.decoded(inputs.open()[0]) for inputs in calls]
    undo = guard.undo
    late: Evaluated | None = None
    for expression in expressions:
        with watched(used):
            made = late or _evaluated(kind, expression)
        late = made if made.raised is not None and made.raised.late else None
        yield made
    undo()


def _evaluated(kind: type, expression: Expression) -> Evaluated:
    run = _Run(kind, expression)
    _, raised = attempted(run, restores=False)
    if isinstance(run.odd, str) and run.odd:
        raised = None
    at = run.at if raised or run.odd else ""
    values, slopes = run.values, run.slopes
    return Evaluated(values=values, slopes=slopes, sent=run.sent, by=run.by, at=at, odd=run.odd, raised=raised)


class _Run:
    """Evaluates one expression; what is known when something stops it stays known."""

    def __init__(self, kind: type, expression: Expression) -> None:
        self.kind, self.expression = kind, expression
        self.nodes: list[Any] = []
        self.values: Numbers = ()
        self.slopes: Numbers = ()
        self.sent: float | None = None
        self.at = self.by = self.odd = ""

    def __call__(self) -> None:
        try:
            self._go()
        except OddError as odd:
            self.odd = str(odd)

    def _go(self) -> None:
        expression = self.expression
        self.nodes = [self._leaf(number) for number in expression.leaves]
        for operation in expression.operations:
            self._operate(operation)
            if expression.first == len(self.nodes) - 1:
                self.at = "backward()"
                self.nodes[-1].backward()
                for leaf in self.nodes[: len(expression.leaves)]:
                    leaf.grad = 0.0
        self._send(self.nodes[expression.output])
        self.values = tuple(self._read(i, "data") for i in range(len(self.nodes)))
        self.slopes = tuple(self._read(i, "grad") for i in range(len(self.nodes)))

    def _leaf(self, number: float) -> Any:
        self.at = f"{self.kind.__name__}({number:g})"
        leaf = self.kind(number)
        if self.expression.held:
            leaf.grad = self.expression.held
        return leaf

    def _operate(self, operation: Operation) -> None:
        self.at = self.expression.written(len(self.nodes))
        left, right = self.nodes[operation.left], operation.right
        right = self.nodes[int(right)] if operation.kind in (ADD, MULTIPLY) else right
        result = _APPLY[operation.kind](left, right)
        if any(result is node for node in self.nodes):
            raise OddError(f"gives one of the objects that it is made of, not a new {self.kind.__name__}")
        if not hasattr(result, "data") or not hasattr(result, "grad"):
            raise OddError(f"gives {Value.collect(result, '')}, not a new {self.kind.__name__}")
        self.nodes.append(result)

    def _send(self, node: Any) -> None:
        slope = self.expression.slope
        way = None if slope is None else _hands_on(node)
        if way is not None:
            self.by, hand_on = way
            self.at = f"{self.by}()"
            node.grad = self.sent = slope
            hand_on()
        elif slope is None or callable(getattr(node, "backward", None)):
            self.by, self.at = "backward", "backward()"
            with _noted(node) as slopes:
                node.backward()
            self.sent = 1.0 if 1.0 in slopes else _number(node.grad)

    def _read(self, index: int, attribute: str) -> float | None:
        held = getattr(self.nodes[index], attribute, None)
        number = _number(held)
        if number is None and held is not None and not self.odd:
            self.at = self.expression.written(index)
            self.odd = f"has {Value.collect(held, '')} as its `{attribute}`"
        return number


_APPLY: dict[str, Callable[[Any, Any], Any]] = {
    ADD: lambda left, right: left + right,
    MULTIPLY: lambda left, right: left * right,
    POWER: lambda left, right: left**right,
    "relu": lambda left, _: left.relu(),
    "sigmoid": lambda left, _: left.sigmoid(),
    "log": lambda left, _: left.log(),
}  # fmt: skip


@contextlib.contextmanager
def _noted(node: Any) -> Iterator[list[Any]]:
    """Note the slopes that an object gets inside: it may be cleared again."""
    kind: Any = type(node)
    slopes: list[Any] = []
    setter = kind.__setattr__

    def noting(self: Any, name: str, value: Any) -> None:
        if self is node and name == "grad":
            slopes.append(_number(value))
        setter(self, name, value)

    with replaced_method(kind, "__setattr__", noting):
        yield slopes


def _number(held: Any) -> float | None:
    return Value.collect(held, "").number


def _hands_on(node: Any) -> tuple[str, Callable[[], Any]] | None:
    """Return what hands the slope of a node on, and its name: the lesson's method, or one that does its work."""
    named = getattr(node, HANDS_ON, None)
    if callable(named) and not is_blank(source_of(named)):
        return HANDS_ON, named
    stored = [name for name in _attributes(node) if _takes_nothing(getattr(node, name, None))]
    defined = [
        name for name in dir(type(node))
        if any(hint in name for hint in HINTS) and name != "backward" and _takes_nothing(getattr(node, name, None))
    ]  # fmt: skip
    name = next(iter([*stored, *defined]), None)
    return None if name is None else (name, getattr(node, name))


def _takes_nothing(thing: Any) -> bool:
    """Tell whether something can be called without arguments."""
    if not callable(thing) or isinstance(thing, type):
        return False
    try:
        inspect.signature(thing).bind()
    except (TypeError, ValueError):
        return False
    return True
