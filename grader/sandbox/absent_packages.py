"""Imports of packages that are not installed where notebooks are graded: such an import does not end its cell.

A cell may import a package for its figures only, and everything else in it may be right. So an import at the top level
of a cell binds its name to an object that says which package is not installed as soon as it is used. An import inside
`try`, or inside a function, fails as usual.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from typing import Any, NoReturn

# A cell shows this for an import that was left out, and `packages_in` finds it among the outputs.
NOTE = "[the package `{}` is not installed where notebooks are graded: its import was left out]"
_NOTE = re.compile(re.escape(NOTE).replace(r"\{\}", r"(\w{1,50})"))
_NOT_FOUND = re.compile(r"^(?:No module named '|the package `)(\w{1,50})['`.]")
MAX_PACKAGES = 20


class Absent:
    """Takes the place of a package that is not installed, or of a name from it. Each use raises ModuleNotFoundError."""

    __slots__ = ("_package",)

    def __init__(self, package: str) -> None:
        self._package = package

    def __repr__(self) -> str:
        return f"<{self._package}, which is not installed>"

    def _use(self, *_: Any, **__: Any) -> NoReturn:
        words = f"The package `{self._package}` is not installed where notebooks are graded."
        raise ModuleNotFoundError(words, name=self._package)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._use()

    __call__ = __getitem__ = __iter__ = __enter__ = _use


def left_out(package: str) -> Absent:
    """Return an object in place of `package`, and print in the cell that imports it that it is not installed."""
    print(NOTE.format(package), file=sys.stderr)
    return Absent(package)


class LeaveOutAbsent(ast.NodeTransformer):
    """Replaces a cell's imports of packages that are not installed: for the `ast_transformers` of IPython's shell."""

    def visit_Module(self, cell: ast.Module) -> ast.Module:
        cell.body = [each for statement in cell.body for each in _replaced(statement)]
        return cell


def _replaced(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.ImportFrom) and statement.level == 0 and statement.module:
        package = _package(statement.module)
        if _is_there(package):
            return [statement]
        return [_assignment(statement, package, [alias.asname or alias.name for alias in statement.names])]
    if isinstance(statement, ast.Import):
        missing = [alias for alias in statement.names if not _is_there(_package(alias.name))]
        if missing:
            there = [alias for alias in statement.names if alias not in missing]
            kept = [ast.copy_location(ast.Import(names=there), statement)] if there else []
            packages = [(_package(alias.name), alias.asname or _package(alias.name)) for alias in missing]
            return [*kept, *(_assignment(statement, package, [name]) for package, name in packages)]
    return [statement]


def _assignment(statement: ast.stmt, package: str, names: list[str]) -> ast.stmt:
    """Return the statement `name = … = left_out(package)`. For a star, whose names are unknown, it binds only `_`."""
    targets: list[ast.expr] = [ast.Name(id=name, ctx=ast.Store()) for name in names if name != "*"] or [
        ast.Name(id="_", ctx=ast.Store())
    ]
    call = f"__import__({__name__!r}, fromlist=['left_out']).left_out({package!r})"
    made = ast.Assign(targets=targets, value=ast.parse(call, mode="eval").body)
    for node in ast.walk(made):
        ast.copy_location(node, statement)
    return made


def _package(module: str) -> str:
    return module.partition(".")[0]


def _is_there(package: str) -> bool:
    if package in sys.modules:
        return True
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return True  # the import itself says what is wrong


def packages_in(cells: list[dict[str, Any]]) -> list[str]:
    """Return the packages that an executed notebook imported but did not find, in the order of their first import."""
    found: dict[str, None] = {}
    for cell in cells:
        for output in cell.get("outputs", ()):
            if output["output_type"] == "stream":
                found |= dict.fromkeys(_NOTE.findall("".join(output["text"])))
            elif output["output_type"] == "error" and output.get("ename") == "ModuleNotFoundError":
                found |= dict.fromkeys(_NOT_FOUND.findall(str(output.get("evalue", ""))))
    return list(found)[:MAX_PACKAGES]
