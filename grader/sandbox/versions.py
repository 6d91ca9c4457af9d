"""Whether a dictionary was written to since: CPython 3.11 numbers each state of a dictionary.

Looking at the number takes less time than looking at all that a module holds, and leaves the memory of what it holds
shared with the process that this one was forked from. Other Pythons have no such number, or hide it.

Source: https://peps.python.org/pep-0509/
"""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Any

NUMBERED = sys.implementation.name == "cpython" and sys.version_info[:2] == (3, 11)
_OFFSET = 3 * ctypes.sizeof(ctypes.c_void_p)  # behind the count of references, the type and the number of items


class Unknown:
    """Stands in where states have no number: `value` is never an earlier one."""

    @property
    def value(self) -> object:
        return object()


def version_of(space: dict[str, Any]) -> ctypes.c_uint64 | Unknown:
    """Return what holds the number of a dictionary's state in `value`; good for as long as the dictionary is there."""
    return ctypes.c_uint64.from_address(id(space) + _OFFSET) if NUMBERED else Unknown()


def attributes_of(cls: type) -> dict[str, Any]:
    """Return the dictionary behind a class's read-only `__dict__`."""
    return next(each for each in gc.get_referents(vars(cls)) if type(each) is dict)
