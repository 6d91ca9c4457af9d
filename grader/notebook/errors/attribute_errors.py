"""Attributes that an object does not have."""

from __future__ import annotations

import ast
import difflib
import sys
import types

import torch
from torch import Tensor, nn

from grader.core.numbers import listed
from grader.notebook.errors.common_causes import explain_constructor, explain_misspelling, explain_pair
from grader.notebook.errors.library_names import (
    USUAL,
    explain_list_method,
    explain_module_name,
    explain_tensor_method,
    home_of,
)
from grader.notebook.errors.network_attributes import explain_network_attribute
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import PAIR, UNKNOWN, Explanation, Situation
from grader.notebook.errors.wording import told, with_article

# Types of values on which learners call what belongs to a tensor, a list or an object of their own.
PLAIN = frozenset({"int", "float", "bool", "str", "list", "tuple", "dict", "Tensor"})


@explains("AttributeError", r"^module '([\w.]+)' has no attribute '(\w+)'")
def not_in_module(s: Situation, module: str, name: str) -> Explanation | None:
    elsewhere = explain_module_name(s, module, name)
    if elsewhere is not None:
        return elsewhere
    known = [each for each in dir(sys.modules.get(module)) if not each.startswith("_")]
    same = [each for each in known if each.lower() == name.lower()]
    meant = "" if same or not module.startswith("torch") else home_of(name)
    if meant:
        return Explanation(
            f"`{module}` has no `{name}`",
            f"{s.met} uses it. In PyTorch it is `{meant}`.",
            f"Write `{meant}`, and look up what belongs between its brackets.",
        )
    close = same or difflib.get_close_matches(name, known, n=1)
    if not close:
        return None
    return Explanation(
        f"`{module}` has no `{name}`",
        f"{s.met} uses it. There is `{close[0]}`.",
        f"If you mean `{close[0]}`, correct the spelling. Capital letters count.",
    )


@explains("AttributeError", r"^type object '(\w+)' has no attribute '(\w+)'", ast.Attribute)
def class_itself(s: Situation, node: ast.Attribute, kind: str, name: str) -> Explanation | None:
    text, value = ast.unparse(node.value), s.value(node.value)
    if not isinstance(value, type) or not issubclass(value, nn.Module):
        return None
    return Explanation(
        f"`{text}` is the class `{kind}` itself",
        f"{s.met} asks it for `{name}`, which only an object of the class can have.",
        f"Look at the line that assigns `{text}`: the brackets that create an object, `{kind}(...)`, are missing."
        if text != kind
        else f"Create an object first, for example `net = {kind}(...)`, and ask that.",
    )


@explains("AttributeError", r"^'(\w+)' object has no attribute '(\w+)'")
def no_attribute(s: Situation, kind: str, name: str) -> Explanation | None:
    owner = s.node.value if isinstance(s.node, ast.Attribute) else None
    value = s.value(owner)
    text = ast.unparse(owner) if owner is not None else ""
    if (text in USUAL or text == "check") and not isinstance(value, types.ModuleType):
        return _of_lost_module(s, value, text)
    if isinstance(value, nn.Module):
        return explain_network_attribute(s, value, text, name)
    if isinstance(value, torch.optim.Optimizer) or (isinstance(value, Tensor) and name != "append"):
        habit = _read_out(s, text, name) or explain_tensor_method(s, text, name) if isinstance(value, Tensor) else None
        return habit or explain_misspelling(s, type(value), name)
    if (value is UNKNOWN or callable(value)) and kind in ("method", "function", "builtin_function_or_method") and text:
        return Explanation(
            f"The brackets of `{text}` are missing",
            f"At {s.place}, `{text}` is not called, so it has no `{name}`.",
            f"Write `{text}()` or `{text}(...)`.",
        )
    if kind == "Tensor" and (sure := explain_tensor_method(s, text, name)) is not None:
        return sure
    if kind in PLAIN:
        return _of_plain_value(s, owner, text, name, kind)
    own = s.names.get(kind)
    if isinstance(own, type) and own.__module__ == "__main__" and text:
        return _of_own_object(s, value, own, text, name)
    return None


def _of_lost_module(s: Situation, value: object, text: str) -> Explanation:
    again = f"`{USUAL[text]}`" if text in USUAL else "the import of `check` in the first cell"
    return Explanation(
        f"`{text}` is not the module any more",
        f"`{text}` is now {told(value)}, so {s.place} fails.",
        f"Use another name for your value. Then run the first cell of the notebook again ({again}).",
    )


def _of_plain_value(s: Situation, owner: ast.expr | None, text: str, name: str, kind: str) -> Explanation | None:
    """Explain a number, a list or the like, used as if it were a tensor, a list or an object of the learner's class."""
    if owner is None:
        return None
    if name == "backward" and kind in ("float", "int"):
        return Explanation(
            "The loss is a plain number, and `backward` needs a tensor",
            f"At {s.place}, `{text}` is {with_article(kind)}. A plain number does not remember how it was computed. "
            "`.item()` gives such a number.",
            "Call `backward()` on the tensor that the criterion returns, and use `.item()` only afterwards, to store "
            "the loss.",
        )
    if name == "item" and kind in ("float", "int"):
        return Explanation(
            f"`{text}` is a plain number already",
            f"{s.met} calls `.item()`, which only a tensor has.",
            f"Write `{text}` without `.item()`.",
        )
    value = s.value(owner)
    if name == "append" and not isinstance(owner, ast.Call):
        return Explanation(
            f"Only a list has `append`, and `{text}` is not a list",
            f"At {s.place}, `{text}` is {told(value) if value is not UNKNOWN else with_article(kind)}.",
            f"Start with an empty list, `{text} = []`, and do not use this name for anything else.",
        )
    inside = owner.args[0] if isinstance(owner, ast.Call) and len(owner.args) == 1 else None
    if inside is not None and hasattr(list, name) and isinstance(s.value(inside), list):
        of = ast.unparse(inside)
        return Explanation(
            f"`{text}` is not a list, and only a list has `{name}`",
            f"{s.met} calls `{name}` on one item of `{of}`.",
            f"Call it on the list, and put the item between the brackets: `{of}.{name}({text})`.",
        )
    return _of_another_kind(s, owner, text, name) if text.isidentifier() and value is not UNKNOWN else None


def _read_out(s: Situation, text: str, name: str) -> Explanation | None:
    """Explain an attribute that is meant to give the number in a tensor."""
    if name not in ("value", "val", "number", "get", "float_value"):
        return None
    return Explanation(
        f"A tensor has no `{name}`",
        f"{s.met} asks for it, to read the number out of `{text}`.",
        f"Write `{text}.item()`, which gives the number of a tensor with one element.",
    )


def _of_another_kind(s: Situation, owner: ast.expr, text: str, name: str) -> Explanation | None:
    """Explain an attribute that tensors or objects of the learner's class have, asked of another value."""
    me, value, passed = s.names.get("self"), s.value(owner), s.given(text)
    sure = _of_a_part(s, value, text, name) if isinstance(value, list | tuple) else None
    sure = sure or explain_pair(s, owner) or (explain_list_method(s, value, text, name) if passed is None else None)
    if sure is not None:
        return sure
    kind = type(me).__name__ if name in getattr(me, "__dict__", {}) else "tensor" if hasattr(Tensor, name) else ""
    if not kind:
        return None
    wanted = "a tensor" if kind == "tensor" else f"a `{kind}`"
    seen = f"{s.met} uses `{text}.{name}`, but `{text}` is {told(value)}."
    look = f"Look where `{text}` gets its value, and make {wanted} there."
    if passed is not None:
        outer, argument = passed
        given = ast.unparse(argument)
        seen += f" It comes from {outer.place}, where it is `{given}`."
        look = f"Write `{kind}({given})` there." if kind != "tensor" else f"Give a tensor there instead of `{given}`."
    return Explanation(f"`{text}` has no `{name}`, because it is not {wanted}", seen, look)


def _of_a_part(s: Situation, value: list | tuple, text: str, name: str) -> Explanation | None:
    """Explain an attribute that a list or tuple lacks, and that just one of its items has."""
    have = [i for i, each in enumerate(value) if name in getattr(each, "__dict__", {})]
    if len(have) != 1 or len(value) == 1:
        return None
    at, kind = have[0], type(value).__name__
    item = type(value[at]).__name__
    seen = f"{s.met} uses `{text}.{name}`, but `{text}` is {told(value)}. Only its item {at} is a `{item}`."
    look = f"Take the {kind} apart first, or use `{text}[{at}]`."
    passed = s.given(text)
    outer, argument = passed if passed is not None else (s, ast.Name(text))
    if passed is not None:
        seen += f" It comes from {outer.place}, where it is `{ast.unparse(argument)}`."
    for loop in ast.walk(outer.tree):
        given = ast.unparse(argument)
        if isinstance(loop, ast.For) and ast.unparse(loop.target) == given and loop.lineno < outer.number:
            names = [given if i == at else f"other_{i}" if len(value) > PAIR else "other" for i in range(len(value))]
            look = f"The loop can take the {kind} apart: `for {', '.join(names)} in {ast.unparse(loop.iter)}:`."
    return Explanation(f"`{text}` is a {kind}, and has no `{name}`", seen, look)


def _of_own_object(s: Situation, value: object, kind: type, text: str, name: str) -> Explanation | None:
    """Explain an attribute that objects of the learner's own class do not have."""
    sure = explain_constructor(kind, name, again=", and create the object again")
    if sure is not None:
        return sure
    known = [each for each in (*getattr(value, "__dict__", {}), *vars(kind)) if not each.startswith("__")]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    has = f"What a `{kind.__name__}` has is {listed(known[:6])}." if known else ""
    return Explanation(
        f"A `{kind.__name__}` has no `{name}`",
        f"{s.met} uses `{text}.{name}`. {has}".strip(),
        f"If you mean `{close[0]}`, correct the spelling."
        if close
        else f"Create `self.{name}` in `__init__`, or attach a function with this name to the class. If a cell below "
        "the class attaches it, run that cell again.",
    )


@explains("TypeError", r"^descriptor '(\w+)' for '(\w+)' objects doesn't apply to")
def of_the_class(s: Situation, name: str, kind: str) -> Explanation | None:
    text, _ = s.receiver
    if not text:
        return None
    empty = {"list": "[]", "dict": "{}"}.get(kind, f"{kind}()")
    return Explanation(
        f"`{text}` is the class `{kind}` itself",
        f"{s.met} calls `{name}` on the class, and not on a {kind}.",
        f"Create an empty {kind}: `{text} = {empty}`." if text != kind else f"Use the name of your {kind}.",
    )
