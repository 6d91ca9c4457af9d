"""What the source of a notebook's cell says: which checks it calls, and whether a solution cell was touched at all."""

from __future__ import annotations

import ast
import re
import textwrap
from functools import lru_cache
from typing import NamedTuple

MARK = "\ufeff"
_MAGIC = re.compile(r"^[%!].*$", re.MULTILINE)


class CheckCall(NamedTuple):
    """`check.NAME(argument, ..., challenge=seed)` in a graded cell; `seed` is None for the practice call."""

    exercise: str
    arguments: tuple[str, ...]
    seed: int | None
    lines: range


def check_calls(source: str) -> tuple[CheckCall, ...]:
    """Return the calls of checks in `source`, in their order; none if it is not Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ()
    return tuple(call for node in map(_called, tree.body) if node is not None and (call := _as_call(node)) is not None)


def not_a_check(source: str) -> str | None:
    """Return the first line of `source` that is not a plain call of a check; None if there is no such line."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return (error.text or source).strip()
    for statement in tree.body:
        node = _called(statement)
        call = None if node is None else _as_call(node)
        if node is None or call is None or not _is_plain(node, call):
            return ast.unparse(statement).splitlines()[0]
    return None


def _called(statement: ast.stmt) -> ast.Call | None:
    """Return the call that a statement consists of; None for any other statement."""
    return statement.value if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) else None


def _is_plain(node: ast.Call, call: CheckCall) -> bool:
    """Tell whether a call has names for its arguments, and at most a number for its challenge."""
    seeds = [type(keyword.value.value) for keyword in node.keywords if isinstance(keyword.value, ast.Constant)]
    return (
        all(name.isidentifier() for name in call.arguments)
        and [keyword.arg for keyword in node.keywords] in ([], ["challenge"])
        and seeds == [int] * len(node.keywords)
    )


def _as_call(node: ast.Call) -> CheckCall | None:
    if not (isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)):
        return None
    if node.func.value.id != "check":
        return None
    seed = next((k.value for k in node.keywords if k.arg == "challenge"), None)
    return CheckCall(
        node.func.attr,
        tuple(ast.unparse(argument) for argument in node.args),
        seed.value if isinstance(seed, ast.Constant) and isinstance(seed.value, int) else None,
        range(node.lineno, (node.end_lineno or node.lineno) + 1),
    )


def without_mark(source: str) -> str:
    """Return the source of a cell without a byte order mark at its beginning, which some editors put there.

    Nobody sees it, and Python takes it for an error in a text that is not a file.
    """
    return source.lstrip(MARK) if source.startswith(MARK) else source


def added_imports(source: str, released: str) -> tuple[str, ...]:
    """Return the import statements at the top level of `source` that `released` does not have.

    Those of the future stay out: they change how all else is read. Nothing for a cell that is not Python, its lines
    for IPython aside.
    """
    try:
        here, there = (ast.parse(_MAGIC.sub("", without_mark(text))).body for text in (source, released))
    except (SyntaxError, ValueError, RecursionError):
        return ()
    known = {ast.unparse(statement) for statement in there}
    found = [statement for statement in here if isinstance(statement, (ast.Import, ast.ImportFrom))]
    texts = [ast.unparse(s) for s in found if getattr(s, "module", "") != "__future__"]
    return tuple(dict.fromkeys(text for text in texts if text not in known))


def is_untouched(source: str) -> bool:
    """Tell whether a solution cell holds nothing but comments, `...`, `pass` and `raise NotImplementedError()`."""
    try:
        tree = ast.parse(without_mark(source))
    except SyntaxError:
        return False
    return all(_is_stub(statement) for statement in tree.body)


def _is_stub(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
    return isinstance(value, ast.Constant) and (value.value is ... or isinstance(statement, ast.Expr))


def is_blank(function: str | None) -> bool:
    """Tell whether the source of a function has a stub as its body; False if there is no source."""
    body = _body(function)
    return body is not None and all(map(_is_stub, body))


def same_code(function: str | None, other: str) -> bool:
    """Tell whether two functions have the same body, apart from comments, docstring and layout."""
    dumped = _dumped(function)
    return dumped is not None and dumped == _dumped(other)


@lru_cache(maxsize=64)  # the code that is handed out, and a function that several checks ask about
def _dumped(function: str | None) -> list[str] | None:
    body = _body(function)
    return None if body is None else [ast.dump(statement) for statement in body]


def _body(function: str | None) -> list[ast.stmt] | None:
    if function is None:
        return None
    try:
        tree = ast.parse(textwrap.dedent(function))
    except SyntaxError:
        return None
    if not tree.body or not isinstance(tree.body[0], (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    body = tree.body[0].body
    has_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1
    return body[1:] if has_docstring else body
