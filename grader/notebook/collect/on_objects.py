"""Call functions of the student's that work on objects of the student's own class, or on a function."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from torch import nn

from grader.core.cell_source import is_blank
from grader.evidence.challenges import Inputs
from grader.evidence.engines import MAX_ASKED, Differences, Handed, OnObjects
from grader.evidence.functions import Call
from grader.evidence.values import Value
from grader.notebook.collect.functions import source_of
from grader.notebook.collect.quiet import attempted, quiet, replaced_method


def collect_on_objects(value: Any, name: str, kinds: tuple[Any, ...], calls: tuple[Inputs, ...]) -> OnObjects:
    """Call `value` on lists of objects of the class `kinds[0]`. Each task has their values, their slopes and a rate."""
    described = Value.collect(value, name)
    if not _is_function(value) or not isinstance(kinds[0], type):
        return OnObjects(value=described)
    source = source_of(value)
    if is_blank(source):
        return OnObjects(value=described, source=source, blank=True)
    with quiet(0):
        handed = tuple(_handed(value, kinds[0], *inputs.open()) for inputs in calls)
    return OnObjects(value=described, source=source, handed=handed)


def _is_function(value: Any) -> bool:
    return callable(value) and not isinstance(value, (type, nn.Module)) and value is not ...


def _handed(function: Callable[..., Any], kind: type, values: list[float], slopes: list[float], *rate: float) -> Handed:
    """Return what a function did to objects with these values and slopes."""
    objects: list[Any] = []

    def go() -> tuple[int, int]:
        objects.extend(kind(number) for number in values)
        for each, slope in zip(objects, slopes, strict=True):
            each.grad = slope
        given = list(objects)
        with _counted(kind) as made:
            function(given, *rate)
        return made[0], sum(now is not before for now, before in zip(given, objects, strict=False))

    result, raised = attempted(go)
    made, replaced = result or (0, 0)
    odd = next(
        (
            f"`{attribute}` of an object is {Value.collect(held, '')}"
            for attribute in ("data", "grad")
            for each in objects
            if (held := getattr(each, attribute, None)) is not None and Value.collect(held, "").number is None
        ),
        "",
    )
    now = [tuple(Value.collect(getattr(o, a, None), "").number for o in objects) for a in ("data", "grad")]
    return Handed(values=now[0], slopes=now[1], replaced=replaced, made=made, odd=odd, raised=raised)


@contextlib.contextmanager
def _counted(kind: Any) -> Iterator[list[int]]:
    """Count the objects of a class that are made inside, in the one item of a list."""
    made, constructor = [0], kind.__init__

    def counting(self: Any, *args: Any, **kwargs: Any) -> None:
        made[0] += 1
        constructor(self, *args, **kwargs)

    with replaced_method(kind, "__init__", counting):
        yield made


def collect_differences(value: Any, name: str, calls: tuple[Inputs, ...]) -> Differences:
    """Call `value` on a cubic polynomial, a number and a step. Each task has the coefficients, the constant first."""
    described = Value.collect(value, name)
    if not _is_function(value):
        return Differences(value=described)
    source = source_of(value)
    if is_blank(source):
        return Differences(value=described, source=source, blank=True)
    made, every = [], []
    with quiet(0):
        for inputs in calls:
            coefficients, at, step = inputs.open()
            asked: list[float] = []
            result, raised = attempted(value, _polynomial(coefficients, asked), at, step)
            made.append(Call(raised=raised) if raised else Call(result=Value.collect(result, "the result")))
            every.append(tuple(asked))
    return Differences(value=described, source=source, calls=tuple(made), asked=tuple(every))


def _polynomial(coefficients: list[float], asked: list[float]) -> Callable[[Any], Any]:
    """Return a polynomial that notes in `asked` where it is evaluated."""

    def f(w: Any) -> Any:
        number = Value.collect(w, "").number
        if number is not None and len(asked) < MAX_ASKED:
            asked.append(number)
        total = 0.0 * w
        for coefficient in reversed(coefficients):
            total = total * w + coefficient
        return total

    return f
