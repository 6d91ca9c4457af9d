"""Operators and conversions that a value does not allow."""

from __future__ import annotations

import ast
import re

from torch import Tensor, nn

from grader.core.numbers import counted, listed
from grader.notebook.errors.common_causes import explain_pair
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import UNKNOWN, Explanation, Situation
from grader.notebook.errors.wording import short, told

METHODS = {
    "+": "__add__",
    "-": "__sub__",
    "*": "__mul__",
    "/": "__truediv__",
    "** or pow()": "__pow__",
    "**": "__pow__",
}

explain_alike(
    (
        "TypeError",
        r'^can only concatenate str \(not "([\w.]+)"\) to str',
        "`+` does not join a string and a number",
        "At {s.place}, one side is a string, the other has type `{0}`.",
        'Separate them with a comma in `print(...)`, or use an f-string such as `f"loss {{loss}}"`.',
    ),
    (
        "FileNotFoundError",
        r"No such file or directory: '([^'`]+)'",
        "There is no file `{0}`",
        "{s.met} opens it.",
        "Check the spelling, and run the cell that saves the file first.",
    ),
)


@explains("TypeError", r"^unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'")
def operands(s: Situation, operator: str, left: str, right: str) -> Explanation | None:
    if s.call is not None and isinstance(s.call.func, ast.Name) and s.call.func.id == "sum" and left == "int":
        beginning = f"Give `sum` another beginning: `sum(..., {right}(0.0))`. Or add the items up in a loop."
        return Explanation(
            "`sum` begins with the number 0",
            f"{s.met} adds the first item to 0, and the item has type `{right}`.",
            beginning if isinstance(s.names.get(right), type) else "Which numbers of each item should be added?",
        )
    if not isinstance(s.node, (ast.BinOp, ast.AugAssign)):
        return None
    sides = (s.node.left, s.node.right) if isinstance(s.node, ast.BinOp) else (s.node.target, s.node.value)
    first, second = map(ast.unparse, sides)
    seen = f"At {s.place}, `{first}` has type `{left}` and `{second}` has type `{right}`."
    if left.endswith("Path") and right == "str" and operator == "+":
        return Explanation(
            "A path and a string are joined with `/`, not with `+`", seen, f"Write `{first} / {second}`."
        )
    if "method" in left + right or "function" in left + right:
        name = first if "method" in left or "function" in left else second
        return Explanation(
            "The brackets of a call are missing", seen, f"Write `{name}()`. Without brackets, the method is not called."
        )
    pair = explain_pair(s, sides[0]) or explain_pair(s, sides[1])
    if pair is not None:
        return pair
    if "list" in (left, right):
        name = first if left == "list" else second
        outer, passed = s.source_of(sides[0] if left == "list" else sides[1])
        if outer is not s:
            called = ast.unparse(outer.call.func) if outer.call is not None else ""
            return Explanation(
                f"`{called}` computes with tensors, and gets a list",
                f"{outer.met} gives it a list. Inside, {s.place} computes with it.",
                f"Make a tensor of it first: `torch.tensor({short(ast.unparse(passed), 40)})`.",
            )
        return Explanation(
            f"`{operator}` does not compute with a list",
            seen,
            f"Take one item, as `{name}[-1]`, or make a tensor: `torch.tensor({name})`.",
        )
    if "str" in (left, right):
        name = first if left == "str" else second
        return Explanation("A string is not a number", seen, f"Remove the quotation marks, or write `float({name})`.")
    return _own_operator(s, operator, sides, seen)


def _own_operator(s: Situation, operator: str, sides: tuple[ast.expr, ast.expr], seen: str) -> Explanation | None:
    """Explain an operator on an object of the learner's own class: the class lacks it, or a number is needed."""
    method = METHODS.get(operator.removesuffix("="))
    classes = [s.names.get(name) for name in re.findall(r"'(\w+)'", s.message)]
    kind = next((k for k in classes if isinstance(k, type) and k.__module__ == "__main__"), None)
    if kind is None or method is None:
        return None
    for side, other in (sides, sides[::-1]):  # a number read out of one object, and a whole object
        held = s.value(other)
        if isinstance(side, ast.Attribute) and isinstance(held, kind) and side.attr in getattr(held, "__dict__", {}):
            text = f"{ast.unparse(other)}.{side.attr}"
            return Explanation(
                f"`{ast.unparse(other)}` is a whole `{kind.__name__}`, and a number is needed",
                seen,
                f"Read the number out of it as well: `{text}`.",
            )
    if method not in vars(kind):
        bare = f"_{method.strip('_')}_"
        has = [sign for sign, name in METHODS.items() if name in vars(kind) and "or" not in sign]
        known = f" It has {', '.join(f'`{sign}`' for sign in has)}." if has else ""
        return Explanation(
            f"A `{kind.__name__}` has no `{operator}`",
            f"{seen} For `{operator}`, Python calls the method `{method}`, and your class does not have it.{known}",
            f"Rename `{bare}` to `{method}`, with two underscores on each side."
            if bare in vars(kind)
            else "Use only operators that the class has, for example by adding the negative of a number. Or write "
            f"the method `{method}`.",
        )
    return Explanation(
        f"`{operator}` needs a `{kind.__name__}` on its left side",
        f"{seen} For `{operator}`, Python asks the left side first, and that is not a `{kind.__name__}`.",
        f"Make a `{kind.__name__}` of the number first: `{kind.__name__}(...)`.",
    )


@explains("KeyError", r"^'([\w.]+)'$")
def no_key(s: Situation, key: str) -> Explanation | None:
    owner = s.node.value if isinstance(s.node, ast.Subscript) else None
    held = s.value(owner)
    if isinstance(owner, ast.Call) and isinstance(owner.func, ast.Attribute) and owner.func.attr == "state_dict":
        network = s.value(owner.func.value)
        held = dict(network.named_parameters()) if isinstance(network, nn.Module) else UNKNOWN
    if owner is None or not isinstance(held, dict) or not held or not all(isinstance(each, str) for each in held):
        return None
    return Explanation(
        f"`{ast.unparse(owner)}` has no key `{key}`",
        f"{s.met} asks for it. The keys begin with {listed([*held][:6])}.",
        "Use one of these. Spelling and capital letters count.",
    )


@explains("TypeError", r"^'(?:int|float)' object is not iterable")
def not_iterable(s: Situation) -> Explanation | None:
    loop = s.statement
    if not isinstance(loop, ast.For) or s.node not in (loop, loop.iter, None):
        return None
    count = ast.unparse(loop.iter)
    return Explanation(
        "`for` cannot walk through a single number",
        f"{s.met} asks for the items of `{count}`, but that is one number.",
        f"`range` makes the numbers 0, 1, 2, ... Write `for {ast.unparse(loop.target)} in range({count}):`.",
    )


@explains("TypeError", r"^'float' object cannot be interpreted as an integer", ast.Call)
def whole_number(s: Situation, call: ast.Call) -> Explanation | None:
    if ast.unparse(call.func) != "range":
        return None
    inside = ", ".join(map(ast.unparse, call.args))
    return Explanation(
        "`range` needs whole numbers",
        f"{s.met} gives it `{inside}`, and that is a float.",
        "Use `//` instead of `/` for a division without remainder, or `int(...)`.",
    )


@explains("TypeError", r"^unsupported format string passed to (Tensor|list|tuple|NoneType|method)\S*\.__format__")
def unformatted(s: Situation, kind: str) -> Explanation | None:
    repair = {
        "Tensor": "Use `.item()` if it holds one number.",
        "list": "Print one item, as `losses[-1]`.",
        "tuple": "Print one item.",
        "method": "Add the brackets of the call.",
    }.get(kind)
    if repair is None:
        return None
    return Explanation(
        "Only a number can be printed with a fixed number of digits",
        f"{s.met} formats a value of type `{kind}`, as with `:.4f`.",
        repair,
    )


@explains(
    "ValueError",
    r"^(?:too many values to unpack \(expected (\d+)\)|not enough values to unpack \(expected (\d+), got (\d+)\))",
)
def unpacked(s: Situation, many: str | None, few: str | None, got: str | None) -> Explanation | None:
    return _walks_through_a_pair(s, int(many or few or 0)) or Explanation(
        "The numbers of names and values differ",
        f"{s.met} has {many or few} names on the left. There are {got or 'more'} values.",
        "Use as many names as there are values.",
    )


@explains("ZeroDivisionError", "", ast.BinOp)
def by_zero(s: Situation, node: ast.BinOp) -> Explanation | None:
    below = ast.unparse(node.right)
    return Explanation(
        "A number is divided by zero",
        f"At {s.place}, `{below}` is 0.",
        f"Look where `{below}` comes from. A length of 0 means that nothing was collected."
        if "len(" in below
        else f"Look where `{below}` comes from.",
    )


def _walks_through_a_pair(s: Situation, names: int) -> Explanation | None:
    """Explain `for x, y in batch`, where `batch` itself is the pair."""
    loop = s.statement
    if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Tuple):
        return None
    value, text, target = s.value(loop.iter), ast.unparse(loop.iter).strip("()"), ast.unparse(loop.target).strip("()")
    if isinstance(loop.iter, ast.Tuple) and len(loop.iter.elts) == names:
        return Explanation(
            "The loop takes one whole object after the other",
            f"{s.met} takes all of `{ast.unparse(loop.iter.elts[0])}` first, and not both side by side.",
            f"`zip` takes one item of each in every round: `for {target} in zip({text}):`.",
        )
    if isinstance(value, (list, tuple)) and len(value) == names and value:
        return Explanation(
            f"`{text}` itself is the group of {names}",
            f"{s.met} takes the {names} items of `{text}` one after the other. The first is {told(value[0])}, and that "
            f"does not split into {names}.",
            f"Split it without a loop: `{target} = {text}`.",
        )
    if isinstance(value, Tensor):
        return Explanation(
            "One item does not split into several",
            f"{s.met} takes the rows of `{text}` one after the other. A row holds "
            f"{counted(value[0].numel(), 'number')}, and there are {names} names.",
            f"`zip` walks through two tensors side by side: `for {target} in zip(..., ...)`.",
        )
    return None


@explains("OverflowError", r"math range error|Numerical result out of range|[Rr]esult too large")
def too_large(s: Situation) -> Explanation | None:
    inside = ast.unparse(s.call.args[0]) if s.call is not None and s.call.args else "a number"
    return Explanation(
        "A number has grown without limit",
        f"At {s.place}, `{inside}` is too large to compute with.",
        "If this happens in training, the updates lead away from the goal. Print the loss of each epoch. If it grows "
        "from the start, look at the sign of the loss and of the update, and then at the learning rate.",
    )
