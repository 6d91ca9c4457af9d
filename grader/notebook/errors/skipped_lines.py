"""Names whose line is there and has never run: it is below an `if` or in a loop that was never entered."""

from __future__ import annotations

import ast
from typing import NamedTuple

from grader.notebook.errors.situation import Explanation, Situation, parsed, stored_names

MAX_CHARACTERS = 80  # of a condition that a message repeats
Block = ast.If | ast.For | ast.While


class _Skipped(NamedTuple):
    """A statement that assigns a name, the innermost block around it, and whether it is below the block's `else`."""

    statement: ast.stmt
    block: Block | None
    is_else: bool


def explain_skipped(s: Situation, name: str) -> Explanation | None:
    """Explain a name that the cells which ran assign only below a condition, or inside a loop. None if they do not.

    The name does not exist, so no such line has run to its end, whatever else happened in these cells.
    """
    trees = [parsed(source) for source in dict.fromkeys((s.source, *reversed(s.sources)))]
    if any(isinstance(n, ast.Delete) for tree in trees for n in ast.walk(tree)):
        return None
    for tree in trees:
        found = _assigning(tree.body, name, None, is_else=False)
        if found:
            return _explained(s, name, found[0], tree) if len(found) == 1 else None
    return None


def _assigning(body: list[ast.stmt], name: str, block: Block | None, *, is_else: bool) -> list[_Skipped]:
    """Return the statements that assign `name`, those in functions and classes left out: their names are their own."""
    found: list[_Skipped] = []
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found += [_Skipped(statement, block, is_else)] if statement.name == name else []
            continue
        around, below = (statement, False) if isinstance(statement, Block) else (block, is_else)
        if isinstance(statement, ast.For) and isinstance(block, ast.If):
            around, below = block, is_else  # the condition comes first
        inner = [getattr(statement, part, []) for part in ("body", "finalbody")]
        inner += [handler.body for handler in getattr(statement, "handlers", [])]
        for each in inner:
            found += _assigning(each, name, around, is_else=below)
        otherwise = isinstance(statement, ast.If) or below
        found += _assigning(getattr(statement, "orelse", []), name, around, is_else=otherwise)
        if any(name in stored_names(each) for each in _own(statement)):
            found.append(_Skipped(statement, block, is_else))
    return found


def _own(statement: ast.stmt) -> list[ast.expr]:
    """Return the expressions that a statement assigns to."""
    if isinstance(statement, ast.Assign):
        return statement.targets
    if isinstance(statement, ast.With):
        return [each.optional_vars for each in statement.items if each.optional_vars is not None]
    target = getattr(statement, "target", None)
    return [target] if isinstance(target, ast.expr) else []


def _explained(s: Situation, name: str, found: _Skipped, tree: ast.Module) -> Explanation | None:
    title, block = f"The line that creates `{name}` has never run", found.block
    if isinstance(block, ast.For):
        walked = ast.unparse(block.iter)
        return Explanation(
            title,
            f"{s.met} uses `{name}`. Only a line inside the loop over `{walked}` creates it, and no round of this loop "
            "has got there.",
            "If the cell with the loop stopped with an error, repair that first. If not, print how many items the loop "
            "goes through: with 0 of them, nothing inside runs.",
        )
    if block is None or len(ast.unparse(block.test)) > MAX_CHARACTERS:
        return None
    test = ast.unparse(block.test)
    when = f"if `{test}` is {'false' if found.is_else else 'true'}"
    return Explanation(
        title,
        f"{s.met} uses `{name}`. The line that creates it runs only {when}, and that has not happened since the kernel "
        "started.",
        (_never_beyond(block, tree) if isinstance(block, ast.If) and not found.is_else else None)
        or "If the cell with this line stopped with an error, repair that first. If not, print what the condition "
        f"compares. Can it become {'false' if found.is_else else 'true'}?",
    )


def _never_beyond(block: ast.If, tree: ast.Module) -> str | None:
    """Say why a number of a list is never below the list's minimum, or above its maximum."""
    test = block.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    right, extreme = test.comparators[0], {ast.Lt: "min", ast.Gt: "max"}.get(type(test.ops[0]))
    if not isinstance(right, ast.Call) or ast.unparse(right.func) != extreme or len(right.args) != 1:
        return None
    kept, number = ast.unparse(right.args[0]), ast.unparse(test.left)
    appended = [
        ast.unparse(call.args[0])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == f"{kept}.append" and call.args
        and call.lineno < block.lineno
    ]  # fmt: skip
    if number != f"{kept}[-1]" and number not in appended:
        return None
    beyond, which, sign = ("below", "lowest", "<=") if extreme == "min" else ("above", "highest", ">=")
    return (
        f"`{number}` is in `{kept}` by then, so it can equal the {which} number, but never be {beyond} it. Write "
        f"`{sign}`, or compare before you append."
    )
