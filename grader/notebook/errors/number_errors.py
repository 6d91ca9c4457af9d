"""Plain numbers that are needed, where an object, a list, a method, a text or None is given."""

from __future__ import annotations

import ast
import re
import types

from grader.notebook.errors.common_causes import explain_missing_brackets
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import UNKNOWN, Explanation, Situation
from grader.notebook.errors.wording import told


@explains(
    "TypeError", r"^must be real number, not ([\w.]+)$|must be a string or a real number, not '([\w.]+)'$", ast.Call
)
def no_number(s: Situation, call: ast.Call, of_math: str, of_float: str) -> Explanation | None:
    """A function of `math`, `float` or `int`, on something else than a number."""
    if len(call.args) != 1:
        return None
    kind, called, text = of_math or of_float, ast.unparse(call.func), ast.unparse(call.args[0])
    sure = _explained(s, call.args[0], kind, f"`{called}` needs a plain number")
    if sure is not None or of_math:
        return sure
    seen = f"{s.met} makes a single number of it."
    if "function" in kind:
        return explain_missing_brackets(f"{s.met} makes a number of `{text}`, which is not called.", text)
    if kind == "generator" and text.endswith("parameters()"):
        return Explanation(
            f"`{text}` gives several tensors, and not one number",
            seen,
            "Go to the layer that holds the parameter, and read the number there: `.weight.item()` or `.bias.item()` "
            "behind the name of the layer.",
        )
    if kind == "list":
        return Explanation(
            f"`{text}` is a list, and not one number",
            seen,
            f"Take one item: `{called}({text}[0])`, or another position.",
        )
    return None


@explains("TypeError", r"^bad operand type for (?:unary )?([-+]|abs\(\)): '([\w.]+)'")
def no_sign(s: Situation, sign: str, kind: str) -> Explanation | None:
    node: ast.expr | None = s.node if isinstance(s.node, ast.UnaryOp) else None
    if s.call is not None and len(s.call.args) == 1:
        node = s.call.args[0]
    return None if node is None else _explained(s, node, kind, f"`{sign}` needs a plain number")


@explains("TypeError ValueError", r"not supported between instances of|should be a positive integer value", ast.Call)
def number_as_text(s: Situation, call: ast.Call) -> Explanation | None:
    """A number in quotation marks, as an argument of a call."""
    values = [*call.args, *(each.value for each in call.keywords)]
    text = next((v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)), "")
    if re.fullmatch(r"\s*[-+]?[\d.]+(?:e-?\d+)?\s*", text) is None:
        return None
    return Explanation(
        "A number is written without quotation marks",
        f'{s.met} gives `"{text}"`, and that is a text.',
        f"Write `{text.strip()}`.",
    )


@explains("TypeError", r"^'(<|>|<=|>=)' not supported between instances of '([\w.]+)' and '([\w.]+)'")
def not_compared(s: Situation, sign: str, left: str, right: str) -> Explanation | None:
    if isinstance(s.node, ast.Compare) and len(s.node.ops) == 1:
        sides = [(s.node.left, left), (s.node.comparators[0], right)]
    elif s.call is not None and isinstance(s.call.func, ast.Name) and s.call.func.id in ("max", "min"):
        named = {type(s.value(each)).__name__: each for each in s.call.args if s.value(each) is not UNKNOWN}
        sides = [(named[kind], kind) for kind in (left, right) if kind in named]
    else:
        return None
    for node, kind in sides:
        if kind not in ("int", "float", "bool", "Tensor"):
            return _explained(s, node, kind, f"`{sign}` compares numbers")
    return None


def _explained(s: Situation, node: ast.expr, kind: str, title: str) -> Explanation | None:
    """Explain that the value of `node`, of type `kind`, is not a number, if one can tell where the number is."""
    value, text = s.value(node), ast.unparse(node)
    if kind == "NoneType":
        if value is not None or not isinstance(node, ast.Name):
            return None
        return Explanation(
            title,
            f"At {s.place}, `{text}` is still `None`.",
            f'Give `{text}` a number before the first comparison, for example `float("inf")` if the lowest is wanted.',
        )
    if kind in ("method", "builtin_function_or_method", "function"):
        is_method = isinstance(node, ast.Attribute) or isinstance(value, types.MethodType)
        seen = f"At {s.place}, `{text}` is not called, so it is a method and not a number."
        return explain_missing_brackets(seen, text) if is_method else None
    if kind in ("list", "tuple") and isinstance(value, list | tuple):
        return Explanation(
            title,
            f"At {s.place}, `{text}` is {told(value)}.",
            f"Use one item of it, for example the last one: `{text}[-1]`. Or go through it in a loop.",
        )
    own = s.names.get(kind)
    if not isinstance(own, type) or own.__module__ != "__main__":
        return None
    inside = next((n for n in ast.walk(node) if isinstance(n, ast.Name) and type(s.value(n)) is own), None)
    held = getattr(s.value(inside), "__dict__", {}) if inside is not None else {}
    numbers = [key for key, number in held.items() if type(number) in (int, float) and not key.startswith("_")]
    which = "data" if "data" in numbers else numbers[0] if len(numbers) == 1 else None
    if inside is None or which is None:
        return None
    number = re.sub(rf"\b{inside.id}\b", f"{inside.id}.{which}", text)
    return Explanation(
        title,
        f"At {s.place}, `{inside.id}` is a whole `{kind}`. Its number is in `{inside.id}.{which}`.",
        f"Compute with the number: `{number}`.",
    )
