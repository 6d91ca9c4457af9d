"""Which codes the judge of an exercise can give, read off its functions and what they call."""

from __future__ import annotations

import functools
import types
from typing import TYPE_CHECKING, Any

from grader.core.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.exercise import Exercise

# Every exercise can get these, whatever its judge is.
OF_EVERY_EXERCISE = frozenset({"missing-name", "not-attempted", "raised-an-error"})
_JUDGES = ("grader.judges", "grader.lessons")


def possible_codes(exercise: Exercise) -> set[str]:
    """Return the codes that stand in the judge of `exercise`, or in anything that it may call.

    A judge may hold a code that one exercise can never get: the set is the largest that is possible.
    """
    found: set[str] = set()
    seen: set[int] = set()
    left: list[Any] = [exercise.judge_function]
    while left:
        each = left.pop()
        if isinstance(each, str):
            found |= {each} & CATALOGUE.keys()
        elif id(each) not in seen:
            seen.add(id(each))
            left.extend(_parts(each))
    return found


def _parts(each: Any) -> Iterator[Any]:
    """Yield what an object may lead to: the constants of its code, the globals that it names, its items."""
    if isinstance(each, types.FunctionType) and each.__module__.startswith(_JUDGES):
        yield each.__code__
        yield from (each.__globals__[name] for name in _names(each.__code__) if name in each.__globals__)
        yield from (cell.cell_contents for cell in each.__closure__ or ())
    elif isinstance(each, types.CodeType):
        yield from each.co_consts
    elif isinstance(each, dict):
        yield from each.values()
    elif isinstance(each, (list, tuple, frozenset)):
        # A list of texts alone is what a learner chooses from, and not what a judge says.
        yield from () if isinstance(each, list) and all(isinstance(item, str) for item in each) else each
    elif isinstance(each, type) and each.__module__.startswith(_JUDGES):
        yield from vars(each).values()
    elif isinstance(each, property):
        yield each.fget
    elif isinstance(each, (functools.cached_property, functools.partial)):
        yield each.func
    else:
        yield getattr(each, "__wrapped__", None)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)
