"""Positions in lists, tensors and arrays: `losses[3]`, `rows[:, 0]`, `losses[epoch] = ...`."""

from __future__ import annotations

import ast

from grader.core.numbers import counted
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import Explanation, Situation, told

MAX_QUOTED_CHARACTERS = 60


@explains("TypeError", r"^(list|tuple|string) indices must be integers(?: or slices)?, not '?([\w.]+)'?")
def bad_index(s: Situation, owner: str, kind: str) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    if _is_comma_missing(s.node):
        return _no_comma(s, s.node)
    name, index = ast.unparse(s.node.value), ast.unparse(s.node.slice)
    title = f"`{name}` is a {owner}, and its positions are whole numbers"
    if kind == "tuple":
        return Explanation(
            title,
            f"{s.met} uses two positions at once. Only a tensor or an array can do that.",
            f"Make a tensor of it first: `torch.tensor({name})`.",
        )
    repair = {
        "float": f"Use a whole number, for example `int({index})`, if that is the position that you mean.",
        "str": f"A {owner} has no keys. Use a position such as `{name}[0]`.",
        "Tensor": f"Use `{index}.item()` if it holds one whole number.",
        "list": "If you mean two lists one after the other, put a comma between them.",
    }.get(kind)
    return None if repair is None else Explanation(title, f"At {s.place}, `{index}` has type `{kind}`.", repair)


@explains(
    "IndexError",
    r"^(?:list|tuple) index out of range|^index (-?\d+) is out of bounds for (?:dimension|axis) \d with size (\d+)",
)
def out_of_range(s: Situation, index: str | None, size: str | None) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    if _is_comma_missing(s.node):
        return _no_comma(s, s.node)
    name, value = ast.unparse(s.node.value), s.value(s.node.value)
    if size is None:
        if not isinstance(value, (list, tuple)):
            return None
        size, position = str(len(value)), s.value(s.node.slice)
        index = str(position) if isinstance(position, int) else ast.unparse(s.node.slice)
    look = "It is empty: look where it should be filled." if size == "0" else f"The last position is {int(size) - 1}."
    return Explanation(
        f"`{name}` has no position {index}",
        f"{s.met} uses it, but `{name}` has {counted(int(size), 'item')}.",
        _counts_too_far(s, s.node, value) or f"Positions start at 0. {look}",
    )


@explains("IndexError", r"^list assignment index out of range")
def no_place(s: Situation) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    name, held, position = ast.unparse(s.node.value), s.value(s.node.value), s.value(s.node.slice)
    if not isinstance(held, list):
        return None
    at = position if isinstance(position, int) else ast.unparse(s.node.slice)
    assigned = s.statement.value if isinstance(s.statement, ast.Assign) else None
    item = ast.unparse(assigned) if assigned is not None else "..."
    item = item if len(item) <= MAX_QUOTED_CHARACTERS else "..."
    return Explanation(
        f"`{name}` has no position {at} to store a value in",
        f"{s.met} assigns to position {at}, but `{name}` has {counted(len(held), 'item')}. A list does not grow when "
        "you assign to a position that it does not have.",
        f"Write `{name}.append({item})`. It adds the value at the end of the list.",
    )


@explains("TypeError", r"^'(\w+)' object does not support item assignment")
def no_positions_to_assign(s: Situation, kind: str) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    name, held = ast.unparse(s.node.value), s.value(s.node.value)
    if kind == "tuple":
        return Explanation(
            f"`{name}` is a tuple, and a tuple does not change",
            f"{s.met} assigns to one of its positions.",
            f"Make a list of it first: `{name} = list({name})`.",
        )
    if kind not in ("int", "float") or type(held).__name__ != kind:
        return None
    return Explanation(
        f"`{name}` is one number and has no positions",
        f"At {s.place}, `{name}` is {told(held)}.",
        f"To collect several values, start with an empty list, `{name} = []`, and add each with `{name}.append(...)`.",
    )


def _is_comma_missing(node: ast.Subscript) -> bool:
    """Tell whether `[1.0] [2.0]` was meant as two items: a list or number as it is typed, followed by typed numbers."""
    index = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    number = isinstance(node.value, ast.Constant) and isinstance(node.value.value, int | float)
    typed = number or isinstance(node.value, ast.List | ast.Tuple)
    return typed and all(isinstance(each, ast.Constant | ast.UnaryOp | ast.List | ast.Tuple) for each in index)


def _no_comma(s: Situation, node: ast.Subscript) -> Explanation:
    first, second = ast.unparse(node.value), f"[{ast.unparse(node.slice).removeprefix('(').removesuffix(')')}]"
    if isinstance(node.value, ast.Tuple):
        first = f"({first.removeprefix('(').removesuffix(')')})"
    return Explanation(
        f"A comma is missing between `{first}` and `{second}`",
        f"{s.met} has nothing between the two. Then Python takes `{second}` for a position in `{first}`, as in "
        "`losses[0]`.",
        f"Separate them with a comma: `{first}, {second}`.",
    )


def _counts_too_far(s: Situation, node: ast.Subscript, value: object) -> str:
    """Return what to do about `for i in range(8)`, if that `i` is the position and the rows are fewer; "" otherwise.

    A list that the loop itself fills has another mistake: too few items so far.
    """
    name, index = ast.unparse(node.value), ast.unparse(node.slice)
    if isinstance(value, list) and (not value or f"{name}.append" in s.source or isinstance(node.ctx, ast.Store)):
        return ""
    for loop in ast.walk(s.tree or ast.Module([], [])):
        if not isinstance(loop, ast.For | ast.comprehension) or ast.unparse(loop.target) != index:
            continue
        inside = isinstance(loop, ast.comprehension) or loop.lineno <= s.number <= (loop.end_lineno or 0)
        counted_to = (
            loop.iter.args if isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "range" else []
        )
        if inside and len(counted_to) == 1 and isinstance(counted_to[0], ast.Constant):
            return f"The loop counts on a fixed number of items. Write `range(len({name}))` instead."
    return ""


@explains("TypeError", r"^'(\w+)' object is not subscriptable")
def not_subscriptable(s: Situation, kind: str) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    if _is_comma_missing(s.node):
        return _no_comma(s, s.node)
    name = ast.unparse(s.node.value)
    if "method" in kind or "function" in kind or kind == "type":
        return Explanation(
            f"`{name}` is called with round brackets",
            f"{s.met} has square brackets behind `{name}`.",
            f"Write `{name}(...)`.",
        )
    if kind in ("int", "float"):
        return Explanation(
            f"`{name}` is one number and has no positions",
            f"{s.met} asks for `{ast.unparse(s.node)}`.",
            f"Use `{name}` alone, or look where `{name}` was a list before.",
        )
    if kind == "DataLoader":
        return Explanation(
            f"`{name}` has no positions",
            f"{s.met} asks for one. A loader hands out its batches one after the other.",
            f"Walk through it: `for x, y in {name}:`.",
        )
    if kind == "generator":
        return (
            Explanation(
                f"`{name}` has no positions",
                f"{s.met} asks for one. `parameters()` gives its items one by one.",
                f"Make a list of it first: `list({name})[0]`.",
            )
            if "parameters" in name
            else None
        )
    return None
