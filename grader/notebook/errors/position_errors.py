"""Positions in lists, tensors and arrays: `losses[3]`, `rows[:, 0]`, `losses[epoch] = ...`."""

from __future__ import annotations

import ast

from grader.core.numbers import counted
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import Explanation, Situation
from grader.notebook.errors.wording import short, told


@explains(
    "TypeError IndexError",
    r"indices must be integers|^(?:list|tuple) index out of range|is out of bounds for|is not subscriptable",
    ast.Subscript,
)
def no_comma(s: Situation, node: ast.Subscript) -> Explanation | None:
    """A list or number as it is typed, with typed numbers in brackets behind it: two items, as in `[1.0] [2.0]`."""
    index = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    is_number = isinstance(node.value, ast.Constant) and isinstance(node.value.value, int | float)
    if not is_number and not isinstance(node.value, ast.List | ast.Tuple):
        return None
    if not all(isinstance(each, ast.Constant | ast.UnaryOp | ast.List | ast.Tuple) for each in index):
        return None
    first, second = ast.unparse(node.value), f"[{ast.unparse(node.slice).removeprefix('(').removesuffix(')')}]"
    if isinstance(node.value, ast.Tuple):
        first = f"({first.removeprefix('(').removesuffix(')')})"
    return Explanation(
        f"A comma is missing between `{first}` and `{second}`",
        f"{s.met} has nothing between the two. Then Python takes `{second}` for a position in `{first}`, as in "
        "`losses[0]`.",
        f"Separate them with a comma: `{first}, {second}`.",
    )


@explains("TypeError", r"^(list|tuple|string) indices must be integers(?: or slices)?, not '?([\w.]+)'?", ast.Subscript)
def bad_index(s: Situation, node: ast.Subscript, owner: str, kind: str) -> Explanation | None:
    name, index = ast.unparse(node.value), ast.unparse(node.slice)
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
    ast.Subscript,
)
def out_of_range(s: Situation, node: ast.Subscript, index: str | None, size: str | None) -> Explanation | None:
    name, value = ast.unparse(node.value), s.value(node.value)
    if size is None:
        if not isinstance(value, (list, tuple)):
            return None
        size, index = str(len(value)), _position(s, node)
    look = "It is empty: look where it should be filled." if size == "0" else f"The last position is {int(size) - 1}."
    return Explanation(
        f"`{name}` has no position {index}",
        f"{s.met} uses it, but `{name}` has {counted(int(size), 'item')}.",
        _counts_too_far(s, node, value) or f"Positions start at 0. {look}",
    )


def _position(s: Situation, node: ast.Subscript) -> str:
    """Return the position that a line asks for, as a number if that is known."""
    position = s.value(node.slice)
    return str(position) if isinstance(position, int) else ast.unparse(node.slice)


@explains("IndexError", r"^list assignment index out of range", ast.Subscript)
def no_place(s: Situation, node: ast.Subscript) -> Explanation | None:
    name, held, at = ast.unparse(node.value), s.value(node.value), _position(s, node)
    if not isinstance(held, list):
        return None
    item = short(ast.unparse(s.statement.value)) if isinstance(s.statement, ast.Assign) else "..."
    return Explanation(
        f"`{name}` has no position {at} to store a value in",
        f"{s.met} assigns to position {at}, but `{name}` has {counted(len(held), 'item')}. A list does not grow when "
        "you assign to a position that it does not have.",
        f"Write `{name}.append({item})`. It adds the value at the end of the list.",
    )


@explains("TypeError", r"^'(\w+)' object does not support item assignment", ast.Subscript)
def no_positions_to_assign(s: Situation, node: ast.Subscript, kind: str) -> Explanation | None:
    name, held = ast.unparse(node.value), s.value(node.value)
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


def _counts_too_far(s: Situation, node: ast.Subscript, value: object) -> str:
    """Return what to do about `for i in range(8)`, if that `i` is the position and the rows are fewer; "" otherwise.

    A list that the loop itself fills has another mistake: too few items so far.
    """
    name, index = ast.unparse(node.value), ast.unparse(node.slice)
    if isinstance(value, list) and (not value or f"{name}.append" in s.source or isinstance(node.ctx, ast.Store)):
        return ""
    for loop in ast.walk(s.tree):
        if not isinstance(loop, ast.For | ast.comprehension) or ast.unparse(loop.target) != index:
            continue
        inside = isinstance(loop, ast.comprehension) or loop.lineno <= s.number <= (loop.end_lineno or 0)
        count = loop.iter.args if isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "range" else []
        if inside and len(count) == 1 and isinstance(count[0], ast.Constant):
            return f"The loop counts on a fixed number of items. Write `range(len({name}))` instead."
    return ""


@explains("TypeError", r"^'(\w+)' object is not subscriptable", ast.Subscript)
def not_subscriptable(s: Situation, node: ast.Subscript, kind: str) -> Explanation | None:
    name = ast.unparse(node.value)
    if "method" in kind or "function" in kind or kind == "type":
        return Explanation(
            f"`{name}` is called with round brackets",
            f"{s.met} has square brackets behind `{name}`.",
            f"Write `{name}(...)`.",
        )
    if kind in ("int", "float"):
        return Explanation(
            f"`{name}` is one number and has no positions",
            f"{s.met} asks for `{ast.unparse(node)}`.",
            f"Use `{name}` alone, or look where `{name}` was a list before.",
        )
    if kind == "DataLoader":
        return Explanation(
            f"`{name}` has no positions",
            f"{s.met} asks for one. A loader hands out its batches one after the other.",
            f"Walk through it: `for x, y in {name}:`.",
        )
    if kind == "generator" and "parameters" in name:
        return Explanation(
            f"`{name}` has no positions",
            f"{s.met} asks for one. `parameters()` gives its items one by one.",
            f"Make a list of it first: `list({name})[0]`.",
        )
    return None
