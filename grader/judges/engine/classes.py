"""Whether a learner's class is there at all, and what an expression is called in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.catalogue import found
from grader.core.finding import listed
from grader.core.numbers import shown
from grader.evidence.expressions import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.core.verdict import Finding
    from grader.evidence.engines import Engine, Evaluated
    from grader.evidence.expressions import Expression

PUBLIC = {"__add__": "+", "__mul__": "*", "__pow__": "**"}  # the operator that a method is for


def expect_class(engine: Engine, methods: Sequence[str], count: int) -> Iterator[Finding]:
    """A class with the attributes `data` and `grad`, and with these methods. `count` expressions were evaluated."""
    name = engine.value.name
    if engine.value.kind != "class":
        yield found("wrong-type", f"`{name}` is {engine.value}, not a class.")
        return
    absent = [method for method in methods if method not in engine.methods]
    if methods and len(absent) == len(methods):
        yield _waiting(engine, absent)
    elif engine.raised is not None:
        yield found("raised-an-error", f"`{name}(2.0)` stopped with {engine.raised}.")
    elif lacking := [each for each in ("data", "grad") if each not in engine.attributes]:
        yield _other_names(engine, lacking)
    elif absent := [method for method in absent if method != "propagate"]:
        yield _waiting(engine, absent) if absent[0] in engine.blank else _lacking(engine, absent)
    elif len(engine.evaluated) != count:
        made = len(engine.evaluated)
        yield found("cell-missing", f"The evidence has {made} expressions of `{name}`, but the check made {count}.")
    elif engine.passes:
        yield found(
            "autograd-used",
            f"`{name}` calls PyTorch's own backward pass: it ran {engine.passes} times while the check used the class.",
        )


def _waiting(engine: Engine, absent: Sequence[str]) -> Finding:
    name = engine.value.name
    attached = [f"{name}.{method}" for method in absent]
    cell = (
        "If you have run the cell that defines the class again since, run the cells below it again too: a new class "
        "starts without what they attached."
    )
    told = f"`{name}` has no {listed(absent)} yet." if not engine.blank else f"{listed(attached)} does nothing yet."
    return found("not-attempted", told, hint=f"Write the methods in the cell above and run that cell. {cell}")


def _lacking(engine: Engine, absent: Sequence[str]) -> Finding:
    operators = [f"`{PUBLIC[method]}`" for method in absent if method in PUBLIC]
    why = f" Python calls it for {' and '.join(operators)}." if operators else ""
    hint = "Is the name spelt right, with two underscores on each side if it has some? Is it attached to the class?"
    return found("missing-name", f"`{engine.value.name}` has no method {listed(absent)}.{why}", hint=hint)


def _other_names(engine: Engine, lacking: Sequence[str]) -> Finding:
    name = engine.value.name
    facts = f"An object that `{name}(2.0)` makes has no attribute {listed(lacking)}."
    if engine.attributes:
        facts += f" It has {listed(engine.attributes)}."
    hint = "Later cells read `data` and `grad`, so the class has to use these names."
    return found("missing-name", facts, hint=hint)


def given(expression: Expression) -> str:
    """Return the leaves of an expression and the nodes before its output, as "a = 2, b = 3, c = a * b"."""
    leaves = [f"{name_of(i)} = {shown(number)}" for i, number in enumerate(expression.leaves)]
    nodes = range(len(expression.leaves), expression.size)
    return ", ".join([*leaves, *(f"{name_of(i)} = {expression.written(i)}" for i in nodes)])


def stopped(expression: Expression, evaluated: Evaluated) -> Finding | None:
    """Return the finding if an error or the time limit ended an expression, or something in it is odd."""
    if evaluated.raised is not None and evaluated.raised.late:
        limit, line = evaluated.raised.message, evaluated.raised.line
        where = f" and was at `{line}`" if line else ""
        return found("timed-out", f"With {given(expression)}, `{evaluated.at}` had not ended after {limit}{where}.")
    if evaluated.raised is not None:
        return found("raised-an-error", f"With {_short(expression)}, `{evaluated.at}` stopped with {evaluated.raised}.")
    if evaluated.odd:
        return found("wrong-type", f"With {_short(expression)}, `{evaluated.at}` {evaluated.odd}.")
    return None


def _short(expression: Expression) -> str:
    """Return the nodes of an expression, or how many it has if there are many."""
    depth = expression.size - len(expression.leaves)
    return given(expression) if depth < 15 else f"{depth} operations in a row"
