"""A learner's class of numbers that remember how they were made, as plain data: what it gave for expressions."""

from __future__ import annotations

import msgspec

from grader.evidence.errors import Raised
from grader.evidence.functions import Function
from grader.evidence.values import Value

MAX_ATTRIBUTES = 12  # whose names are kept
MAX_EXPRESSIONS = 200
MAX_ASKED = 20  # numbers that are kept of those that a function was evaluated at
Numbers = tuple[float | None, ...]  # None where a learner's object holds something that is not a number


class Evaluated(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one expression: by node its value and its slope, read after everything had run.

    `sent` is the slope with which the output itself began, None if that was not to be read. `by` tells what handed the
    slopes on: the name of a method, "" if nothing did. `at` is the operation that stopped with `raised`, or whose
    result is odd, and `odd` says what is odd about it.
    """

    values: Numbers = ()
    slopes: Numbers = ()
    sent: float | None = None
    by: str = ""
    at: str = ""
    odd: str = ""
    raised: Raised | None = None


class Engine(msgspec.Struct, frozen=True, kw_only=True):
    """`attributes` are the names that an object of the class has for its data, `methods` those that the class defines.

    `blank` are methods that are still as they were handed out. `raised` is what stopped the constructor.
    `loose` are methods that the class lacks, although the notebook has such a function with the parameter `self`.
    `passes` counts backward passes of torch's own while the class was used.
    """

    value: Value
    attributes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    raised: Raised | None = None
    evaluated: tuple[Evaluated, ...] = ()
    passes: int = 0


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """What a function did to a list of objects of the class: their values and slopes afterwards.

    `replaced` counts items of the list that are other objects now, `made` how many objects the function created.
    `odd` says what is odd about an object afterwards.
    """

    values: Numbers = ()
    slopes: Numbers = ()
    replaced: int = 0
    made: int = 0
    odd: str = ""
    raised: Raised | None = None


class OnObjects(Function, frozen=True, kw_only=True):
    """A function of the learner's that was called on lists of objects of the learner's own class."""

    handed: tuple[Handed, ...] = ()


class Differences(Function, frozen=True, kw_only=True):
    """A function of the learner's that was called on functions of one number: `asked` are the numbers, call by call."""

    asked: tuple[tuple[float, ...], ...] = ()
