"""Names that do not exist, or that hold something else than the learner thinks."""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from typing import Any

import torch
from torch import Tensor

from grader.core.numbers import listed
from grader.notebook.errors.library_names import home_of, in_math
from grader.notebook.errors.nones import CHANGES, explain_chain, explain_none, why_call_is_none
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import UNKNOWN, Explanation, Situation, parsed
from grader.notebook.errors.skipped_lines import explain_skipped
from grader.notebook.errors.syntax_errors import bare_code

USUAL = {  # names that a lesson imports, with the line that imports them again
    "torch": "import torch",
    "nn": "from torch import nn",
    "optim": "from torch import optim",
    "F": "from torch.nn import functional as F",
    "np": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "copy": "import copy",
    "math": "import math",
    "random": "import random",
}


@explains("NameError", r"^name '(\w+)' is not defined")
def unknown_name(s: Situation, name: str) -> Explanation | None:
    sure = bare_code(s) or _bare_text(s) or compared(s, name) or unquoted_file(s)
    if sure is not None:
        return sure
    title = f"The name `{name}` does not exist yet"
    if name in USUAL:
        return Explanation(
            title,
            f"{s.met} uses `{name}`, which has to be imported.",
            f"Run the notebook's first cell again, or add `{USUAL[name]}` to this cell."
            if any(USUAL[name] in source for source in s.sources)
            else f"Add `{USUAL[name]}` as the first line of this cell.",
        )
    if s.function != "<module>" and assigned_in_class(s, name):
        return Explanation(
            title,
            f"{s.met} uses `{name}`. In `__init__`, `{name}` without `self.` is a local name: "
            "it is gone when `__init__` ends.",
            f"Write `self.{name}` where you create it and where you use it.",
        )
    skipped = explain_skipped(s, name)
    if skipped is not None:
        return skipped
    if name in s.made_by:
        return Explanation(
            title,
            f"{s.met} uses `{name}`. The exercise `{s.made_by[name]}` creates it, and its cell "
            "has not created it since the kernel started.",
            f"Run the cell of the exercise `{s.made_by[name]}` first. If it stopped with an error, "
            "repair that error before.",
        )
    home = _in_pytorch(s, name)
    if home is not None:
        return home
    known = [each for each in (*s.names, *dir(builtins)) if not each.startswith("_")]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
    if close:
        return Explanation(
            title,
            f"{s.met} uses `{name}`. There is a name that looks like it: `{close[0]}`.",
            f"If you mean `{close[0]}`, correct the spelling. Capital letters count.",
        )
    inside = _function_that_assigns(s, name)
    if inside:
        return Explanation(
            title,
            f"{s.met} uses `{name}`. Only the function `{inside}` assigns it, and a name inside "
            "a function is gone when the function ends.",
            f"Let `{inside}` return the value, and store it: `{name} = {inside}(...)`."
            if s.function == "<module>"
            else _own_names(s, name),
        )
    return Explanation(
        title,
        f"{s.met} uses `{name}`, and no cell that has run since the kernel started has created it.",
        f"If a cell of the notebook creates `{name}`, run that cell first. If none does, write a name that exists"
        + (f" here. {_own_names(s, name)}" if s.parameters else ", or create it above this line."),
    )


def _in_pytorch(s: Situation, name: str) -> Explanation | None:
    """Explain a class, a dtype or a called function of PyTorch without its module: `float32`, `Linear(1, 1)`."""
    home = "copy.deepcopy" if name == "deepcopy" else home_of(name)
    nodes = list(ast.walk(s.statement)) if s.statement is not None else []
    is_called = any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name for n in nodes)
    if not home or not (is_called or isinstance(getattr(torch, name, None), torch.dtype)):
        return None
    look = f"Write `{home}`."
    if in_math(name):
        look = f"For one number, write `import math` above and `math.{name}` here. For a tensor, write `{home}`."
    return Explanation(f"`{name}` needs the name of its module", f"{s.met} uses `{name}` alone.", look)


def _own_names(s: Situation, name: str) -> str:
    """Say which names a function can use instead of one that does not exist in it."""
    given = ", ".join(f"`{each}`" for each in s.parameters)
    made = [each for each in s.local_names if each not in s.parameters and not each.startswith(("_", "."))]
    assigned = f", and it has assigned {listed(made)} so far" if made else ""
    return (
        f"`{s.function}` is given {given}{assigned}. Use one of these, or assign `{name}` inside `{s.function}` first."
    )


def _bare_text(s: Situation) -> Explanation | None:
    """Explain `name = some-words`, where no word is a name: probably a text without quotation marks."""
    found = re.search(r"=\s*([A-Za-z_]+(?:-[A-Za-z_]+)+)\s*(?:#.*)?$", s.line)
    if found is None or any(word in s.names or word in s.made_by for word in found[1].split("-")):
        return None
    words = listed(found[1].split("-"))
    return Explanation(
        "A text needs quotation marks",
        f"Without them, Python reads {s.place} as a subtraction of names, and none of {words} exists.",
        f'If you mean a text, write it between quotation marks: `"{found[1]}"`. If you mean a subtraction, create its '
        "names first.",
    )


def compared(s: Situation, name: str) -> Explanation | None:
    """Explain a line that compares where it should assign: `losses == []`, `self.linear == nn.Linear(1, 1)`."""
    line = s.statement.value if isinstance(s.statement, ast.Expr) else None
    if not isinstance(line, ast.Compare) or not isinstance(line.ops[0], ast.Eq):
        return None
    left = ast.unparse(line.left)
    if left not in (name, f"self.{name}"):
        return None
    return Explanation(
        "`==` compares, and `=` stores",
        f"{s.met} asks whether `{left}` equals the right side, but `{left}` does not exist yet.",
        f"Write one `=`: `{left} = {ast.unparse(line.comparators[0])}`.",
    )


FILES = frozenset({"pt", "pth", "safetensors", "ckpt", "bin", "csv", "json", "txt", "png"})


def unquoted_file(s: Situation) -> Explanation | None:
    """Explain the name of a file without quotation marks, which Python reads as an attribute."""
    nodes = ast.walk(s.statement) if s.statement is not None else ()
    file = next((ast.unparse(n) for n in nodes if isinstance(n, ast.Attribute) and n.attr in FILES), None)
    if file is None:
        return None
    return Explanation(
        "The name of a file needs quotation marks",
        f"{s.met} has `{file}`. Without quotation marks, Python looks for a part of an object called "
        f"`{file.partition('.')[0]}`.",
        f'Write `"{file}"`.',
    )


@explains("UnboundLocalError", r"local variable '(\w+)'")
def unbound(s: Situation, name: str) -> Explanation | None:
    return Explanation(
        f"`{name}` is used before the function has assigned it",
        f"{s.met} reads `{name}`. The function also assigns `{name}`, so this is a name of its own, and it has no "
        "value yet.",
        f"Assign `{name}` earlier in the function, or use another name for the new value.",
    )


@explains("ModuleNotFoundError", r"^No module named '([\w.]+)'")
def no_module(s: Situation, name: str) -> Explanation | None:
    return Explanation(
        f"The package `{name}` is not installed here",
        f"{s.met} imports it.",
        "Check the spelling. The lesson needs only the packages that its first cell imports.",
    )


@explains("AttributeError TypeError", r"'ellipsis'|EllipsisType|\bellipsis\b")
def still_dots(s: Situation) -> Explanation | None:
    names = [n.id for n in ast.walk(s.statement) if isinstance(n, ast.Name)] if s.statement is not None else []
    name = next((each for each in names if s.names.get(each) is ...), None)
    if name is None:
        return None
    owner = f"the exercise `{s.made_by[name]}`" if name in s.made_by else "the cell that assigns it"
    return Explanation(
        f"`{name}` is still `...`",
        f"{s.met} needs a value in `{name}`, but {owner} is not done yet.",
        f"Replace `...` in {owner}, run that cell, and then run this cell again.",
    )


@explains("AttributeError TypeError", r"NoneType")
def none(s: Situation) -> Explanation | None:
    node = s.node or s.statement
    gradient = _no_gradient_yet(s, node)
    sure = gradient or explain_chain(s.node, s.met)
    if sure is not None:
        return sure
    for each in ast.walk(node) if node is not None else ():
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and s.names.get(each.id, ...) is None:
            return explain_none(each.id, s.sources, s.names, s.place)
        # A call that raised has returned nothing, unless the message is about what it returned.
        if isinstance(each, ast.Call) and (each is not node or s.message.endswith(("iterable", "subscriptable"))):
            why = explain_call_inside(each, s)
            if why is not None:
                return why
    return None


def explain_call_inside(call: ast.Call, s: Situation) -> Explanation | None:
    """Explain a call whose None is used at once: of a method that changes its object, or of a function of one's own."""
    text = ast.unparse(call)
    if isinstance(call.func, ast.Attribute) and call.func.attr in CHANGES:
        owner, changes = ast.unparse(call.func.value), call.func.attr
        value = s.value(call.func.value)
        if value is UNKNOWN or value is None or not hasattr(value, changes):
            return None
        other = {"reverse": f"`reversed({owner})`", "sort": f"`sorted({owner})`"}.get(changes)
        look = f"Write `{text}` on a line of its own, and then go on with `{owner}`."
        return Explanation(
            f"`{text}` gives `None`",
            f"`{changes}` changes `{owner}` itself and returns `None`. {s.met} uses this `None`.",
            look if other is None or call.args else f"{look} Or use {other} here, which leaves `{owner}` as it is.",
        )
    if not isinstance(call.func, ast.Name):
        return None
    why = why_call_is_none(call.func.id, [t for t in map(parsed, s.sources) if t is not None], s.names)
    return why and Explanation(f"`{call.func.id}(...)` gives `None`", f"{why[0]} That is why {s.place} fails.", why[1])


@explains("AttributeError TypeError RuntimeError", r"_IncompatibleKeys")
def loaded(s: Situation) -> Explanation | None:
    name = next((n for n, v in s.names.items() if type(v).__name__ == "_IncompatibleKeys" and n in s.line), None)
    return None if name is None else explain_loaded(name)


def explain_loaded(name: str) -> Explanation:
    """Explain a name that holds what `load_state_dict` returned."""
    return Explanation(
        f"`{name}` is not a network any more",
        f"`load_state_dict(...)` changes the network itself and returns a report of missing keys. `{name} = ...` has "
        "stored this report.",
        f"Create the network again. Then call `{name}.load_state_dict(...)` on a line of its own, without `=`.",
    )


def _function_that_assigns(s: Situation, name: str) -> str | None:
    for source in reversed(s.sources):
        for node in getattr(parsed(source), "body", ()):
            if isinstance(node, ast.FunctionDef):
                stored = (n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
                if any(n.id == name for n in stored):
                    return node.name
    return None


def is_state(value: Any) -> bool:
    """Tell whether a value is what `state_dict()` returns."""
    return isinstance(value, dict) and bool(value) and all(isinstance(each, Tensor) for each in value.values())


def explain_state(name: str) -> Explanation:
    """Explain a name that holds a `state_dict` where a network is needed."""
    return Explanation(
        f"`{name}` holds parameters, and is not a network",
        f"`{name}` is a `state_dict`: tensors with their names, without the layers that compute with them.",
        f"Create the network again, under the name `{name}`. Then put the tensors into it with `load_state_dict(...)`, "
        "on a line of its own.",
    )


@explains("TypeError AttributeError", r"^'(?:collections\.)?(?:OrderedDict|dict)' object (?:is not callable|has no)")
def state(s: Situation) -> Explanation | None:
    nodes = ast.walk(s.node or s.statement) if s.statement is not None else ()
    name = next((n.id for n in nodes if isinstance(n, ast.Name) and is_state(s.names.get(n.id))), None)
    return None if name is None else explain_state(name)


def _no_gradient_yet(s: Situation, node: ast.AST | None) -> Explanation | None:
    """Explain a `.grad` that is None: before the first `backward()`, or of a tensor that was assigned again."""
    for each in ast.walk(node) if node is not None else ():
        if not isinstance(each, ast.Attribute) or each.attr != "grad" or s.value(each) is not None:
            continue
        text, owner = ast.unparse(each), ast.unparse(each.value)
        value = s.value(each.value)
        if isinstance(value, Tensor) and not (value.is_leaf and value.requires_grad):
            return Explanation(
                f"`{text}` is `None`",
                f"{s.met} uses it. PyTorch fills `.grad` only for a tensor that was made with `requires_grad=True`, "
                f"and `{owner}` is not that tensor any more, or never was.",
                f"Look which line assigns `{owner}`. `{owner} = {owner} - ...` makes a new tensor. Inside "
                f"`torch.no_grad()`, `{owner} -= ...` changes the old one.",
            )
        clears = isinstance(node, ast.Attribute) and node.attr in ("zero_", "data")
        return Explanation(
            f"`{text}` is `None`",
            f"{s.met} uses it. PyTorch creates `.grad` in the first `backward()`, and no `backward()` has reached "
            f"`{owner}` yet.",
            f"Before the first `backward()` there is nothing to clear. Write `{text} = None`, which is always allowed."
            if clears
            else f"Call `backward()` before this line. If you do: is the loss computed from `{owner}` itself, without "
            "`.item()` and `.detach()`?",
        )
    return None


def assigned_in_class(s: Situation, name: str) -> bool:
    """Tell whether an `__init__` in the cell assigns `name` without `self.`."""
    for node in ast.walk(s.tree or ast.Module([], [])):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            assigned = [t for n in ast.walk(node) if isinstance(n, ast.Assign) for t in n.targets]
            if any(isinstance(t, ast.Name) and t.id == name for t in assigned):
                return True
    return False
