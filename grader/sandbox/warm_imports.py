"""The modules that a notebook imports, and their import in the fork server, so that no kernel waits for them."""

from __future__ import annotations

import ast
import importlib
import io
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def modules_in(sources: Iterable[str]) -> tuple[str, ...]:
    """Return the modules that these cells import anywhere, without duplicates, in order.

    `from a import b` may import the module `a.b`, so both are named. A cell that is not Python counts without the lines
    that begin with `%` or `!`, and names nothing if it is still not Python.
    """
    return tuple(dict.fromkeys(name for source in sources for name in _modules(source)))


def _modules(source: str) -> Iterator[str]:
    try:
        tree = ast.parse("\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))))
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name != "*")


def import_all(modules: Iterable[str]) -> None:
    """Import what is there of these modules. What they print is dropped, and their errors are left to the notebook."""
    for name in modules:
        # The fork server has to start, whatever a module does.
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), suppress(BaseException):
            importlib.import_module(name)
