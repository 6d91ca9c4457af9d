"""Which exercises a sample answer can have an effect on, read off the source of its cells.

An answer replaces one cell or a few. An exercise that uses nothing of these gets full points, as it does in the
solution, so nobody has to judge it again.
"""

from __future__ import annotations

import ast
import builtins
import functools
import symtable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Calls that change no setting and no module, whatever they are given.
_HARMLESS = {"manual_seed", "print", "display"}
_REACHING = {"globals", "exec", "eval", "setattr", "get_ipython", "vars"}
_BUILTINS = frozenset(dir(builtins))


class CellSource(NamedTuple):
    """A cell of the solution: its grade_id, its source, and the exercise that it grades (None: it grades none)."""

    name: str
    source: str
    exercise: str | None


def touched(cells: Iterable[CellSource], replaced: Mapping[str, str]) -> set[str] | None:
    """Return the exercises that may differ from the solution's when `replaced` takes the place of cells.

    Returns None if every exercise may: a replaced cell changes settings or modules, or cannot be read.
    """
    cells = list(cells)
    given = set().union(*(imported_by(cell.source) for cell in cells if cell.name not in replaced))
    changed: set[str] = set()
    found = set()
    for cell in cells:
        sources = [cell.source, *([replaced[cell.name]] if cell.name in replaced else [])]
        if cell.name in replaced and _reaches_everything(replaced[cell.name], given):
            return None
        names = set().union(*map(names_in, sources)) - _BUILTINS - given
        if cell.name not in replaced and not names & changed:
            continue
        if cell.exercise is None:
            changed |= names  # a cell may change each object that it names: training changes the network
        else:
            found.add(cell.exercise)
    return found


@functools.cache  # the solution's cells are looked at beside each answer
def _nodes(source: str) -> tuple[ast.AST, ...]:
    """Return all nodes of a source's syntax tree; none if it is not Python."""
    try:
        symtable.symtable(source, "a cell", "exec")  # refuses more than the parser does
        return tuple(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return ()


@functools.cache
def names_in(source: str) -> frozenset[str]:
    """Return the names of the notebook that a source reads, binds or imports; not those local to a function or class.

    There are none if the source is not Python.
    """
    if not _nodes(source):
        return frozenset()
    table = symtable.symtable(source, "a cell", "exec")
    return frozenset(symbol.get_name() for symbol in table.get_symbols()) | _globals_in(table)


def _globals_in(table: symtable.SymbolTable) -> set[str]:
    """Return the names of the notebook that the functions and classes of a source use, at any depth."""
    names: set[str] = set()
    for inner in table.get_children():
        names |= {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global()} | _globals_in(inner)
    return names


@functools.cache
def imported_by(source: str) -> frozenset[str]:
    """Return the names that a source gets by importing."""
    imports = (node for node in _nodes(source) if isinstance(node, (ast.Import, ast.ImportFrom)))
    return frozenset((alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names)


def _reaches_everything(source: str, given: set[str]) -> bool:
    """Tell whether a cell may change more than the names in it: a module, a setting, what later cells import."""
    nodes = _nodes(source)
    return not nodes or any(_reaches(node, given) for node in nodes)


def _reaches(node: ast.AST, given: set[str]) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Name(id=name, ctx=context):
            return name in _REACHING or (name in given and not isinstance(context, ast.Load))
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            return _root(node) in given | _BUILTINS
        case ast.Expr(value=ast.Call() as call):  # nobody takes the result: `torch.set_default_dtype(...)`
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            in_place = name.endswith("_")  # `nn.init.zeros_(net.weight)` changes what it is given
            return not in_place and name not in _HARMLESS and _root(call.func) in given
    return False


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
