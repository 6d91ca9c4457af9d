"""Names that do not exist, or that hold something else than the learner thinks."""

from __future__ import annotations

import ast
import builtins
import difflib
import re

import torch

from grader.core.numbers import listed
from grader.notebook.errors.common_causes import is_local_in_init
from grader.notebook.errors.library_names import USUAL, home_of, in_math
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import Explanation, Situation, parsed, stored_names
from grader.notebook.errors.skipped_lines import explain_skipped

FILES = frozenset({"pt", "pth", "safetensors", "ckpt", "bin", "csv", "json", "txt", "png"})
MISSING = r"^name '(\w+)' is not defined|^'\w+' object has no attribute '(\w+)'"

explain_alike(
    (
        "UnboundLocalError",
        r"local variable '(\w+)'",
        "`{0}` is used before the function has assigned it",
        "{s.met} reads `{0}`. The function also assigns `{0}`, so this is a name of its own, and it has no value yet.",
        "Assign `{0}` earlier in the function, or use another name for the new value.",
    ),
    (
        "ModuleNotFoundError",
        r"^No module named '([\w.]+)'",
        "The package `{0}` is not installed here",
        "{s.met} imports it.",
        "Check the spelling. The lesson needs only the packages that its first cell imports.",
    ),
)


@explains("AttributeError TypeError", r"'ellipsis'|EllipsisType|\bellipsis\b")
def still_dots(s: Situation) -> Explanation | None:
    name = s.name_of_value(lambda value: value is ...)
    if name is None:
        return None
    owner = f"the exercise `{s.made_by[name]}`" if name in s.made_by else "the cell that assigns it"
    return Explanation(
        f"`{name}` is still `...`",
        f"{s.met} needs a value in `{name}`, but {owner} is not done yet.",
        f"Replace `...` in {owner}, run that cell, and then run this cell again.",
    )


@explains("NameError", "^name ")
def bare_text(s: Situation) -> Explanation | None:
    """A line `name = some-words`, where no word is a name: probably a text without quotation marks."""
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


@explains("NameError AttributeError", MISSING)
def compared(s: Situation, name: str, attribute: str) -> Explanation | None:
    """A line that compares where it should assign: `losses == []`, `self.linear == nn.Linear(1, 1)`."""
    line = s.statement.value if isinstance(s.statement, ast.Expr) else None
    if not isinstance(line, ast.Compare) or not isinstance(line.ops[0], ast.Eq):
        return None
    left = ast.unparse(line.left)
    if left not in (name, attribute and f"self.{attribute}"):
        return None
    return Explanation(
        "`==` compares, and `=` stores",
        f"{s.met} asks whether `{left}` equals the right side, but `{left}` does not exist yet.",
        f"Write one `=`: `{left} = {ast.unparse(line.comparators[0])}`.",
    )


@explains("NameError AttributeError", MISSING)
def unquoted_file(s: Situation, *_: str) -> Explanation | None:
    """The name of a file without quotation marks, which Python reads as an attribute."""
    file = next((ast.unparse(n) for n in s.nodes if isinstance(n, ast.Attribute) and n.attr in FILES), None)
    if file is None:
        return None
    return Explanation(
        "The name of a file needs quotation marks",
        f"{s.met} has `{file}`. Without quotation marks, Python looks for a part of an object called "
        f"`{file.partition('.')[0]}`.",
        f'Write `"{file}"`.',
    )


@explains("NameError", r"^name '(\w+)' is not defined")
def unknown_name(s: Situation, name: str) -> Explanation | None:
    title = f"The name `{name}` does not exist yet"
    if name in USUAL:
        return Explanation(
            title,
            f"{s.met} uses `{name}`, which has to be imported.",
            f"Run the notebook's first cell again, or add `{USUAL[name]}` to this cell."
            if any(USUAL[name] in source for source in s.sources)
            else f"Add `{USUAL[name]}` as the first line of this cell.",
        )
    if s.function != "<module>" and is_local_in_init(s, name):
        return Explanation(
            title,
            f"{s.met} uses `{name}`. In `__init__`, `{name}` without `self.` is a local name: it is gone when "
            "`__init__` ends.",
            f"Write `self.{name}` where you create it and where you use it.",
        )
    sure = explain_skipped(s, name) or (_in_pytorch(s, name) if name not in s.made_by else None)
    if sure is not None:
        return sure
    if name in s.made_by:
        return Explanation(
            title,
            f"{s.met} uses `{name}`. The exercise `{s.made_by[name]}` creates it, and its cell has not created it "
            "since the kernel started.",
            f"Run the cell of the exercise `{s.made_by[name]}` first. If it stopped with an error, repair that error "
            "before.",
        )
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
            f"{s.met} uses `{name}`. Only the function `{inside}` assigns it, and a name inside a function is gone "
            "when the function ends.",
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
    is_called = any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name for n in s.nodes)
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


def _function_that_assigns(s: Situation, name: str) -> str | None:
    for source in reversed(s.sources):
        for node in parsed(source).body:
            if isinstance(node, ast.FunctionDef) and name in stored_names(node):
                return node.name
    return None
