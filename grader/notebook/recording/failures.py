"""With what error each cell of a notebook ended, until that cell runs again.

A learner whose cell stopped looks at this and that in other cells before the check runs. The error is still that of the
exercise's cell. Which cell that is, is told by what a cell assigns: a check of `losses` asks for the cell that assigns
`losses`. A front end may number its cells, but not all do, and a cell's number does not say which exercise it is for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

from grader.core.cell_source import without_mark
from grader.evidence.errors import Raised

MAX_NAMES = 1000  # names
MAX_SOURCE_CHARACTERS = 100_000
# In a cell that is not Python, as one with a bracket too few: `name = ...`, `def name`, `class name`.
_ASSIGNED = re.compile(r"^[ \t]*(?:def|class)[ \t]+(\w+)|^[ \t]*([A-Za-z_][\w \t,]*?)[ \t]*=(?!=)", re.MULTILINE)
GROWS = frozenset({"append", "extend", "insert"})


class _Latest(NamedTuple):
    """The latest cell that assigns a name: its number, the front end's name for it, and what stopped it."""

    number: int
    cell: str | None
    raised: Raised | None


class Failures:
    """What became of the latest cell that assigns each name. `begin` comes before a cell, `failed` after its error."""

    def __init__(self) -> None:
        self._latest: dict[str, _Latest] = {}
        self._now = _Latest(0, None, None)
        self._names: frozenset[str] = frozenset()

    def begin(self, source: str = "", cell: str | None = None) -> None:
        """Tell that a cell runs: what it ended with before is over, whatever it assigns by now."""
        if cell is not None:
            self._latest = {name: each for name, each in self._latest.items() if each.cell != cell}
        self._now, self._names = _Latest(self._now.number + 1, cell, None), assigned(source)
        self._note()

    def failed(self, error: BaseException) -> None:
        """Tell that the cell that began last has stopped with `error`."""
        self._now = self._now._replace(raised=Raised.collect(error))
        self._note()

    def of(self, names: Iterable[str]) -> Raised | None:
        """Return what stopped the latest cell that assigns one of `names`, None if nothing did."""
        known = [self._latest[name] for name in names if name in self._latest]
        return max(known, key=lambda each: each.number).raised if known else None

    def _note(self) -> None:
        if len(self._latest) < MAX_NAMES:
            self._latest |= dict.fromkeys(self._names, self._now)


def assigned(source: str) -> frozenset[str]:
    """Return the names that the source of a cell assigns at its top level, defines, or appends to."""
    if len(source) > MAX_SOURCE_CHARACTERS:
        return frozenset()
    try:
        tree = ast.parse(without_mark(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found = [name for pair in _ASSIGNED.findall(source) for name in "".join(pair).split(",")]
        return frozenset(name.strip() for name in found if name.strip().isidentifier())
    return frozenset(_names(tree.body))


def _names(statements: list[ast.stmt]) -> set[str]:
    names: set[str] = set()
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
            continue  # what is assigned inside is its own
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and node.attr in GROWS and isinstance(node.value, ast.Name):
            names.add(node.value.id)
        waiting += ast.iter_child_nodes(node)
    return names
