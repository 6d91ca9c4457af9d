"""Values where a tensor is needed, tensors where a number is needed, and tensors that cannot be made."""

from __future__ import annotations

import ast
import types

from torch import Tensor, nn

from grader.notebook.errors.common_causes import explain_missing_brackets, explain_pair
from grader.notebook.errors.library_names import home_of, in_math
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import PAIR, Explanation, Situation
from grader.notebook.errors.wording import with_article

MAX_LIST_CHARACTERS = 40  # of a list that a repair repeats
MAX_VALUES_CHARACTERS = 80  # of the values of a tensor

explain_alike(
    (
        "ValueError",
        r"^expected sequence of length (\d+) at dim \d+ \(got (\d+)\)",
        "The rows have different lengths",
        "{s.met} makes a tensor. One row has {0} numbers and another has {1}.",
        "Give each row the same number of values. Look for a missing comma, bracket or value.",
    ),
)


@explains("AttributeError", r"^'(\w+)' object has no attribute '(?:size|dim|shape)'", ast.Call)
def not_tensor(s: Situation, call: ast.Call, kind: str) -> Explanation | None:
    if not isinstance(s.value(call.func), nn.Module):
        return None
    called = ast.unparse(call.func)
    given = next((each for each in call.args if type(s.value(each)).__name__ == kind), None)
    text = ast.unparse(given) if given is not None else ""
    if given is not None and isinstance(s.value(given), nn.Module):
        return Explanation(
            f"`{called}` needs the network's output, not the network",
            f"{s.met} gives it `{text}` itself.",
            f"Call `{text}` on the inputs first, and give `{called}` what comes out.",
        )
    if kind in ("method", "builtin_function_or_method"):
        return _uncalled(s, call)
    if kind not in ("list", "tuple", "float", "int"):
        return None
    sure = next(filter(None, (_counter(s, each) or explain_pair(s, each) for each in call.args)), None)
    if sure is not None:
        return sure
    typed = next((ast.unparse(a) for a in call.args if isinstance(a, (ast.List, ast.ListComp))), "")
    odd = text or (typed if kind == "list" else "")
    return Explanation(
        f"`{called}` needs tensors",
        f"At {s.place}, {f'`{text}`' if text else 'one of its inputs'} is {with_article(kind)}, and not a tensor.",
        f"Make a tensor of it first: `torch.tensor({odd})`. If it comes from your network, give the network's output "
        "itself, without `.item()` or `.tolist()`."
        if odd
        else "Give the network's output itself and the labels as a tensor.",
    )


@explains("TypeError", r"^(\w+)\(\): argument '\w+' \(position \d\) must be Tensor, not (\w+)", ast.Call)
def must_be_tensor(s: Situation, call: ast.Call, function: str, kind: str) -> Explanation | None:
    if not call.args or kind == "NoneType":
        return None
    if kind in ("method", "builtin_function_or_method"):
        return _uncalled(s, call)
    given, text = call.args[0], ast.unparse(call.args[0])
    sure = _counter(s, given) or explain_pair(s, given) or _for_one_number(s, call, function, kind)
    if sure is not None:
        return sure
    look = "Look where this value comes from, and make it a tensor there."
    if kind in ("float", "int"):
        look = "Make a tensor of it first, with one row per example: `torch.tensor([[...]])`."
    elif kind in ("list", "tuple") and text.isidentifier():
        look = f"Is there a tensor that was made of `{text}`? Use its name. If there is none, make one: "
        look += f"`torch.tensor({text})`."
    elif kind in ("list", "tuple") and len(text) < MAX_LIST_CHARACTERS:
        look = f"Make a tensor of it first: `torch.tensor({text})`."
    return Explanation(
        f"`{ast.unparse(call.func)}` needs a tensor", f"At {s.place}, its input is {with_article(kind)}.", look
    )


def _uncalled(s: Situation, call: ast.Call) -> Explanation | None:
    """Explain a method that is passed without being called: `criterion(outputs, y.squeeze)`."""
    passed = [each for each in call.args if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)]
    bound = (types.MethodType, types.BuiltinMethodType)
    text = next((ast.unparse(e) for e in passed if isinstance(getattr(s.value(e.value), e.attr, None), bound)), None)
    if text is None:
        return None
    called = ast.unparse(call.func)
    seen = f"{s.met} gives the method `{text}` itself to `{called}`. Without brackets, it is not called."
    return explain_missing_brackets(seen, text)


def _counter(s: Situation, argument: ast.expr) -> Explanation | None:
    """Explain a name that counts the rounds of a loop with `enumerate`, used as if it were what the loop gives."""
    for loop in s.around(ast.For):
        target, made = loop.target, loop.iter
        if not isinstance(made, ast.Call) or ast.unparse(made.func) != "enumerate" or not made.args:
            continue
        names = [ast.unparse(each) for each in target.elts] if isinstance(target, ast.Tuple) else []
        if len(names) < PAIR or names[0] != ast.unparse(argument):
            continue
        walked, item = ast.unparse(made.args[0]), s.names.get(names[1])
        look = f"Use `{names[1]}`, or a part of it, instead of `{names[0]}`."
        if isinstance(item, list | tuple) and len(item) == len(names):
            look = (
                f"If you do not need the number: `for {', '.join(names)} in {walked}:`. If you do: "
                f"`for i, ({', '.join(names)}) in enumerate({walked}):`."
            )
        return Explanation(
            f"`{names[0]}` is the number of the round",
            f"{s.met} uses `{names[0]}`. `enumerate` puts a number before each item: 0, 1, 2, ... So `{names[0]}` "
            f"is {s.value(argument)}, and `{names[1]}` is the whole item.",
            look,
        )
    return None


def _for_one_number(s: Situation, call: ast.Call, function: str, kind: str) -> Explanation | None:
    """Explain a function of PyTorch that gets a plain number, and that Python has for plain numbers: `torch.log(2)`."""
    called, given = ast.unparse(call.func), ast.unparse(call.args[0])
    if kind not in ("float", "int") or not in_math(function) or not called.startswith("torch."):
        return None
    return Explanation(
        f"`{called}` needs a tensor, and `{given}` is a plain number",
        f"{s.met} gives it {with_article(kind)}.",
        f"For a plain number, write `import math` above and `math.{function}({given})` here.",
    )


@explains("RuntimeError", r"Boolean value of Tensor with more than one value is ambiguous")
def ambiguous(s: Situation) -> Explanation | None:
    if s.frames or not isinstance(s.statement, (ast.If, ast.While, ast.Assert, ast.Return, ast.Assign, ast.Expr)):
        return None
    shapes = ", ".join(f"`{name}` has shape {tuple(tensor.shape)}" for name, tensor in s.tensors())
    return Explanation(
        "One yes or no is needed, and there are many",
        f"{s.met} asks whether a whole tensor is true.{f' There, {shapes}.' if shapes else ''} Each of its numbers has "
        "an answer of its own.",
        "For an answer for each row, compare without `if`: `(values > 0).float()`. For one answer, use `.all()` or "
        "`.any()`. Instead of `and`, `or` and `not`, use `&`, `|` and `~` with tensors.",
    )


@explains(
    "RuntimeError ValueError TypeError",
    r"a Tensor with (\d+) elements cannot be converted to Scalar|^only one element tensors can be converted",
    ast.Call,
)
def not_one(s: Situation, call: ast.Call, count: str | None) -> Explanation | None:
    called = ast.unparse(call.func)
    if called == "torch.tensor":
        return Explanation(
            "`torch.tensor` cannot put tensors together",
            f"{s.met} gives it a list of tensors.",
            "Use `torch.stack(...)` to put tensors of the same shape below each other.",
        )
    if called.startswith("math.") and home_of(called.removeprefix("math.")):
        return Explanation(
            f"`{called}` computes with one number",
            f"{s.met} gives it a tensor that holds more than one.",
            f"For a tensor, write `torch.{called.removeprefix('math.')}(...)`.",
        )
    if not called.endswith(".item") and called not in ("float", "int"):
        return None
    what = called.removesuffix(".item") if called.endswith(".item") else ast.unparse(call.args[0]) if call.args else ""
    return Explanation(
        "One number is needed, and there are many",
        f"At {s.place}, `{what}` holds {f'{count} numbers' if count else 'more than one number'}.",
        f"To count how often it is true, write `{what}.sum().item()`."
        if _is_truth(s, call)
        else "Check what goes into it: one row gives one output. For a loss or a mean, use `.mean()` first.",
    )


def _is_truth(s: Situation, call: ast.Call) -> bool:
    """Tell whether a call reads a number out of the result of a comparison."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    value = s.value(owner)
    return isinstance(owner, ast.Compare) or (isinstance(value, Tensor) and str(value.dtype) == "torch.bool")


@explains("TypeError", r"^(\w+)\(\): argument '\w+' \(position (\d)\) must be int, not (Tensor|float)", ast.Call)
def must_be_whole(s: Situation, call: ast.Call, function: str, position: str, kind: str) -> Explanation | None:
    called = ast.unparse(call.func)
    if len(call.args) < int(position) or not called.endswith(function):
        return None
    argument = call.args[int(position) - 1]
    text, value = ast.unparse(argument), s.value(argument)
    if kind == "float":
        given, look = f"`{text}`, and that is a decimal number", f"Make a whole number of it: `int({text})`."
    elif not isinstance(value, Tensor) or not value.ndim:
        given, look = f"the tensor `{text}`", f"Write `{text}.item()` if it holds one whole number."
    else:
        given = f"`{text}`, and that is a tensor of shape {tuple(value.shape)}"
        look = f"If you mean its number of rows, write `len({text})`."
    return Explanation(f"`{called}` needs a whole number", f"{s.met} gives it {given}.", look)


@explains("TypeError", r"^new\(\) received an invalid combination of arguments", ast.Call)
def big_tensor(s: Situation, call: ast.Call) -> Explanation | None:
    called, values = ast.unparse(call.func), ", ".join(map(ast.unparse, call.args))
    if not called.endswith("Tensor") or len(call.args) < PAIR:
        return None
    return Explanation(
        "`torch.Tensor` with a capital T reads numbers as sizes",
        f"{s.met} calls `{called}({values})`.",
        f"Use `torch.tensor` with a small t and the values in square brackets: `torch.tensor([[{values}]])` is one "
        "row.",
    )


@explains("TypeError", r"^tensor\(\) takes 1 positional argument but \d+ were given", ast.Call)
def tensor_brackets(s: Situation, call: ast.Call) -> Explanation | None:
    values = ", ".join(map(ast.unparse, call.args))
    return Explanation(
        "The values of a tensor need square brackets",
        f"{s.met} gives them one after the other.",
        f"Write `torch.tensor([{values}])`."
        if len(values) <= MAX_VALUES_CHARACTERS
        else "Put all of them into one pair of `[...]`.",
    )
