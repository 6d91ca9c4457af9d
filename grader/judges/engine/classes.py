"""Whether a learner's class is there at all, and what an expression is called in a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.core.catalogue import found
from grader.core.numbers import counted, listed, shown
from grader.core.verdict import Finding
from grader.evidence.engines import Engine, Evaluated
from grader.evidence.expressions import Expression, name_of

PUBLIC = {"__add__": "+", "__mul__": "*", "__pow__": "**"}  # the operator that a method is for
WRITTEN_AS = {"__pow__": "power"}  # what the lesson calls the function for an operator
DEEP = 15  # operations from which on a graph is told by their number
AGAIN = (
    "If you have run the cell that defines the class again since, run the cells below it again too: a new class starts "
    "without what they attached to the old one."
)
RETURNS = "Look at the `return` line of the method behind this operation. What kind of object does it give back?"
HASH = (
    "A class that compares its objects by their numbers (with `__eq__`, as every dataclass does) cannot put them into "
    "a set. Two nodes with equal numbers are still two nodes. `@dataclass(eq=False)` compares them as objects, and "
    "`id(...)` tells them apart."
)


def expect_class(engine: Engine, methods: Sequence[str], expressions: Sequence[Expression]) -> Iterator[Finding]:
    """A class with the attributes `data` and `grad`, and with one of these methods, that evaluated the expressions."""
    name = engine.value.name
    if engine.value.kind != "class":
        yield found("wrong-type", f"`{name}` is {engine.value}, not a class.")
    elif methods and not set(methods) & set(engine.methods):
        yield lacking(engine, methods)
    elif engine.raised is not None:
        yield found("raised-an-error", f"`{name}(2.0)` stopped with {engine.raised}.")
    elif other := [each for each in ("data", "grad") if each not in engine.attributes]:
        yield _other_names(engine, other)
    elif len(engine.evaluated) != len(expressions) or not all(map(_is_whole, engine.evaluated, expressions)):
        made = counted(len(expressions), "expression")
        yield found("cell-missing", f"The evidence of `{name}` does not fit the {made} that the check made.")
    elif engine.passes:
        times = counted(engine.passes, "backward pass")
        yield found("autograd-used", f"While the check used `{name}`, PyTorch's own autograd made {times}.")


def _is_whole(evaluated: Evaluated, expression: Expression) -> bool:
    """Tell whether an expression has a value and a slope for each node, or something stopped it."""
    is_stopped = evaluated.raised is not None or bool(evaluated.odd)
    return is_stopped or len(evaluated.values) == len(evaluated.slopes) == expression.size


def lacking(engine: Engine, absent: Sequence[str]) -> Finding:
    """Return the finding for methods that a class does not have, or has as they were handed out."""
    methods = f"{'method' if len(absent) == 1 else 'methods'} {listed(absent)}"
    if set(absent) & set(engine.blank):
        do = "does" if len(absent) == 1 else "do"
        facts = f"In `{engine.value.name}`, the {methods} {do} nothing yet."
        return found("not-attempted", facts, hint=f"Write the lines in the cell above, and run it. {AGAIN}")
    facts = f"`{engine.value.name}` has no {methods}."
    loose = [name for name in absent if name in engine.loose]
    if loose:
        return _unattached(engine.value.name, facts, loose)
    if len(absent) > 1 or absent[0] in ("backward", "propagate"):
        look = f"Write the code in the cell above, in the class or attached to it, and run it. {AGAIN}"
        return found("not-attempted", facts, hint=look)
    if absent[0] in PUBLIC:
        facts += f" Python calls it for `{PUBLIC[absent[0]]}`."
    return found("missing-name", facts, hint=f"Is the name spelt right? Is it attached to the class? {AGAIN}")


def _unattached(name: str, facts: str, loose: Sequence[str]) -> Finding:
    """Return the finding for methods that a class lacks, and that are there as functions."""
    functions = [WRITTEN_AS.get(each, each) for each in loose]
    are = "The function {} exists, but it is" if len(loose) == 1 else "The functions {} exist, but they are"
    lines = listed([f"{name}.{each} = {function}" for each, function in zip(loose, functions, strict=True)])
    where = "below the function" if len(loose) == 1 else "on two lines below the functions"
    told = f"{facts} {are.format(listed(functions))} not attached to the class."
    return found("missing-name", told, hint=f"Write {lines} {where}, without brackets. {AGAIN}")


def _other_names(engine: Engine, lacks: Sequence[str]) -> Finding:
    name = engine.value.name
    facts = f"An object that `{name}(2.0)` makes has no attribute {listed(lacks)}."
    if engine.attributes:
        facts += f" It has {listed(engine.attributes)}."
    return found("missing-name", facts, hint="Later cells read `data` and `grad`, so the class has to use these names.")


def given(expression: Expression) -> str:
    """Return the leaves of an expression and the nodes before its output, as "a = 2, b = 3, c = a * b"."""
    leaves = [f"{name_of(i)} = {shown(number)}" for i, number in enumerate(expression.leaves)]
    nodes = range(len(expression.leaves), expression.size)
    return ", ".join([*leaves, *(f"{name_of(i)} = {expression.written(i)}" for i in nodes)])


def stopped(expression: Expression, evaluated: Evaluated) -> Finding | None:
    """Return the finding if an error or the time limit ended an expression, or something in it is odd."""
    depth = len(expression.operations)
    begin = f"With {given(expression)}" if depth < DEEP else f"With {depth} operations in a row"
    raised = evaluated.raised
    if raised is not None and raised.late:
        where = f" and was at `{raised.line}`" if raised.line else ""
        return found("timed-out", f"{begin}, `{evaluated.at}` had not ended after {raised.message}{where}.")
    if raised is not None:
        facts = f"{begin}, `{evaluated.at}` stopped with {raised}."
        return found("raised-an-error", facts, hint=HASH if "unhashable" in raised.message else None)
    if evaluated.odd:
        return found("wrong-type", f"{begin}, `{evaluated.at}` {evaluated.odd}.", hint=RETURNS)
    return None
