"""Python's own errors, as beginners meet them in these lessons."""

from __future__ import annotations

import ast
import builtins
import difflib
import inspect
import re
import types
from typing import Any

import torch
from torch import Tensor, nn

from grader.core.catalogue import CATALOGUE
from grader.core.numbers import counted, listed
from grader.notebook.errors.nones import explain_none, why_call_is_none
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import UNKNOWN, Explanation, Situation, parsed, told

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
BOUND = (types.MethodType, types.BuiltinMethodType, types.FunctionType)
SYNTAX = (  # a pattern of Python's message, a title, where to look; {0} and {1} are the pattern's groups
    (
        r"^'([\(\[\{])' was never closed",
        "A bracket is not closed",
        "The bracket `{0}` on this line has no partner. Count the opening and the closing brackets, and add the "
        "missing one.",
    ),
    (
        r"^unmatched '([\)\]\}])'",
        "There is a closing bracket too many",
        "No bracket was opened for this `{0}`. Remove it, or add its partner.",
    ),
    (
        r"^closing parenthesis '(.)' does not match opening parenthesis '(.)'",
        "Two brackets do not match",
        "The bracket that was opened last is `{1}`, and `{0}` closes it. Close the brackets in the opposite order.",
    ),
    (
        r"^expected ':'",
        "A colon is missing",
        "A line that begins with `for`, `if`, `while`, `def`, `class` or `with` ends with `:`.",
    ),
    (
        r"leading zeros in decimal integer literals",
        "A number begins with a zero",
        "Python does not allow whole numbers such as `01`. If you mean a decimal number, write the point: `0.1` and "
        "not `01`.",
    ),
    (
        r"Perhaps you forgot a comma",
        "Something is missing between two values, perhaps a comma",
        "Items of a list and arguments of a call need a comma between them. A closing bracket may be missing, too.",
    ),
    (
        r"^(?:invalid syntax\. Maybe|cannot assign to .* here\. Maybe) you meant '=='",
        "One `=` is not a comparison",
        "`=` stores a value in a name. Write `==` to compare two values.",
    ),
    (
        r"^unterminated (?:f-)?string literal",
        "A string has no end",
        "Add the second quotation mark. It has to be the same kind as the first, on the same line.",
    ),
    (
        r"^expected an indented block after (.+?) on line (\d+)",
        "The block below a colon is missing or not indented",
        "The lines that belong to the {0} on line {1} begin with four spaces.",
    ),
    (
        r"^unexpected indent",
        "This line begins with too many spaces",
        "Only lines below a colon are indented. Let this line begin where the line above it begins.",
    ),
    (
        r"^unindent does not match",
        "This line begins with an odd number of spaces",
        "Let it begin exactly where the block that it belongs to begins: usually 0, 4 or 8 spaces.",
    ),
    (
        r"^inconsistent use of tabs",
        "Tabs and spaces are mixed",
        "Delete the white space at the start of the line, and type four spaces for each level.",
    ),
    (
        r"^invalid decimal literal",
        "A number and letters stand together",
        "A name cannot begin with a digit, and a number cannot contain letters. Write `*` if you mean a product.",
    ),
    (
        r"^invalid character '(.)'",
        "There is a character that Python does not know",
        '`{0}` was probably copied from a text. Type it again on the keyboard, for example `"` for a quotation mark.',
    ),
    (r"^Missing parentheses in call to 'print'", "`print` needs brackets", "Write `print(...)`."),
    (
        r"^positional argument follows keyword argument",
        "An argument without a name comes after one with a name",
        "In a call, values such as `0.01` come first, and values with a name such as `lr=0.01` come last.",
    ),
    (
        r"^'return' outside function",
        "`return` is outside of a function",
        "Indent the line, so that it belongs to the function above it. Outside of a function, remove `return`.",
    ),
    (r"^keyword argument repeated: (\w+)", "An argument comes twice", "Keep one of the two `{0}=...`."),
)


@explains("SyntaxError", r"(.+)")
def syntax(s: Situation, message: str) -> Explanation | None:
    bare = _bare_code(s)
    if bare is not None:
        return bare
    for pattern, title, look in SYNTAX:
        if (match := re.search(pattern, message)) is not None:
            return Explanation(
                f"{title}, so Python cannot read the cell",
                f"Python stopped at {s.place}.",
                look.format(*match.groups()),
            )
    return None


def _bare_code(s: Situation) -> Explanation | None:
    """Explain a line that gives a code of the catalogue without quotation marks."""
    found = re.search(r"=\s*([a-z]+(?:-[a-z]+)+)\s*$", s.line)
    if found is None or found[1] not in CATALOGUE:
        return None
    return Explanation(
        "A text needs quotation marks",
        f"Without them, Python reads {s.place} as a subtraction of names.",
        f'Write the code between quotation marks: `"{found[1]}"`.',
    )


@explains("NameError", r"^name '(\w+)' is not defined")
def unknown_name(s: Situation, name: str) -> Explanation | None:
    bare = _bare_code(s)
    if bare is not None:
        return bare
    title = f"There is no `{name}` yet"
    if name in USUAL:
        return Explanation(
            title,
            f"{met(s)} uses `{name}`, which has to be imported.",
            f"Run the notebook's first cell again, or add `{USUAL[name]}` to this cell.",
        )
    if s.function != "<module>" and _assigned_in_class(s, name):
        return Explanation(
            title,
            f"{met(s)} uses `{name}`. In `__init__`, `{name}` without `self.` is a local name: "
            "it is gone when `__init__` ends.",
            f"Write `self.{name}` where you create it and where you use it.",
        )
    if name in s.made_by:
        return Explanation(
            title,
            f"{met(s)} uses `{name}`. The exercise `{s.made_by[name]}` creates it, and its cell "
            "has not created it since the kernel started.",
            f"Run the cell of the exercise `{s.made_by[name]}` first. If it stopped with an error, "
            "repair that error before.",
        )
    known = [each for each in (*s.names, *dir(builtins)) if not each.startswith("_")]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
    if close:
        return Explanation(
            title,
            f"{met(s)} uses `{name}`. There is a name that looks like it: `{close[0]}`.",
            f"If you mean `{close[0]}`, correct the spelling. Capital letters count.",
        )
    inside = _function_that_assigns(s, name)
    if inside:
        return Explanation(
            title,
            f"{met(s)} uses `{name}`. Only the function `{inside}` assigns it, and a name inside "
            "a function is gone when the function ends.",
            f"Let `{inside}` return the value, and store it: `{name} = {inside}(...)`.",
        )
    return None


@explains("UnboundLocalError", r"local variable '(\w+)'")
def unbound(s: Situation, name: str) -> Explanation | None:
    return Explanation(
        f"`{name}` is used before the function has assigned it",
        f"{met(s)} reads `{name}`. The function also assigns `{name}`, so this is a name of its own, and it has no "
        "value yet.",
        f"Assign `{name}` earlier in the function, or use another name for the new value.",
    )


@explains("ModuleNotFoundError", r"^No module named '([\w.]+)'")
def no_module(s: Situation, name: str) -> Explanation | None:
    return Explanation(
        f"The package `{name}` is not installed here",
        f"{met(s)} imports it.",
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
        f"{met(s)} needs a value in `{name}`, but {owner} is not done yet.",
        f"Replace `...` in {owner}, run that cell, and then run this cell again.",
    )


@explains("AttributeError TypeError", r"NoneType")
def none(s: Situation) -> Explanation | None:
    node = s.node or s.statement
    for each in ast.walk(node) if node is not None else ():
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and s.names.get(each.id, ...) is None:
            return explain_none(each.id, s.sources, s.names, s.place)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each is not node:
            why = why_call_is_none(each.func.id, [t for t in map(parsed, s.sources) if t is not None], s.names)
            if why is not None:
                return Explanation(
                    f"`{each.func.id}(...)` gives `None`", f"{why[0]} That is why {s.place} fails.", why[1]
                )
    return None


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


@explains("TypeError", r"^'(\w+)' object is not iterable")
def not_iterable(s: Situation, kind: str) -> Explanation | None:
    statement = s.statement
    if isinstance(statement, ast.For) and kind in ("int", "float") and s.node in (statement, statement.iter, None):
        count = ast.unparse(statement.iter)
        loop = ast.unparse(statement.target)
        return Explanation(
            "`for` cannot walk through a single number",
            f"{met(s)} asks for the items of `{count}`, but that is one number.",
            f"`range` makes the numbers 0, 1, 2, ... Write `for {loop} in range({count}):`.",
        )
    call = s.call
    if call is None or not call.args:
        return None
    first, value, text = call.args[0], s.value(call.args[0]), ast.unparse(call.args[0])
    called = ast.unparse(call.func)
    if not _is_optimizer(s.value(call.func)):
        return None
    if isinstance(value, nn.Module) and type(value).__name__ == kind:
        return Explanation(
            "The optimizer needs the parameters, not the network",
            f"{met(s)} gives the network `{text}` itself to `{called}`.",
            f"Write `{text}.parameters()` as the first argument.",
        )
    if kind in ("method", "function") and isinstance(first, ast.Attribute):
        return Explanation(
            "The brackets of a call are missing",
            f"{met(s)} gives the method `{text}` to `{called}`. Without brackets, the method is not called.",
            f"Write `{text}()`.",
        )
    return None


@explains(
    "TypeError", r"([\w.<>]+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were) given"
)
def too_many(s: Situation, function: str, takes: str, given: str) -> Explanation | None:
    parameters = _parameters(s, function)
    if parameters is None:
        return None
    *classes, name = function.split(".")
    if classes and (not parameters or parameters[0] not in ("self", "cls")):
        return Explanation(
            f"`{name}` has no `self`",
            f"Python passes the object itself as the first argument of a method. `{function}({', '.join(parameters)})` "
            "has no place for it.",
            f"Write `def {name}({', '.join(['self', *parameters])}):` in the class.",
        )
    own = [each for each in parameters if each != "self"]
    more = int(given) - (len(parameters) - len(own))
    if name == "__init__" and classes and not own:
        return Explanation(
            f"`{classes[-1]}()` takes no values",
            f"{met(s)} gives it {counted(more, 'value')}.",
            f"Write `{classes[-1]}()`. The inputs come later, when you call the network that it returns.",
        )
    takes_what = f"takes {counted(len(own), 'value')}" + (f": `{', '.join(own)}`" if own else "")
    return Explanation(
        f"`{name}` gets too many values",
        f"`{name}` {takes_what}. {met(s)} gives it {counted(more, 'value')}.",
        "Compare the call with the `def` line.",
    )


@explains("TypeError", r"([\w.<>]+)\(\) missing (\d+) required positional arguments?: (.+)")
def too_few(s: Situation, function: str, count: str, names: str) -> Explanation | None:
    missing = re.findall(r"'(\w+)'", names)
    call = s.call
    if call is None:
        return None
    owner, called = s.value(call.func), ast.unparse(call.func)
    if isinstance(call.func, ast.Attribute) and isinstance(s.value(call.func.value), type):
        of = ast.unparse(call.func.value)
        return Explanation(
            f"`{of}` is the class, not a network",
            f"{met(s)} calls `{called}` on the class itself.",
            f"Create a network first, for example `net = {of}()`, and call it: `net(...)`.",
        )
    if isinstance(owner, (nn.Module, types.FunctionType, type)):
        names = listed(missing)
        return Explanation(
            f"A value is missing in the call of `{called}`",
            f"{met(s)} does not give {names}.",
            f"Add {names} between the brackets."
            if not isinstance(owner, nn.Module) or not missing
            else f"`{called}(...)` needs {counted(len(call.args) + len(missing), 'value')}. "
            f"Add what is missing: {names}.",
        )
    return None


@explains("TypeError", r"([\w.<>]+)\(\) got an unexpected keyword argument '(\w+)'")
def unexpected_keyword(s: Situation, function: str, name: str) -> Explanation | None:
    call = s.call
    if call is None:
        return None
    value: Any = s.value(call.func)
    try:
        parameters = [each for each in inspect.signature(value).parameters if each not in ("self", "args", "kwargs")]
    except (TypeError, ValueError):
        return None
    meant = {"learning_rate": "lr", "learningrate": "lr", "rate": "lr", "eta": "lr"}.get(name)
    close = [meant] if meant in parameters else difflib.get_close_matches(name, parameters, n=1)
    repair = f"Write `{close[0]}=` instead of `{name}=`." if close else "Use one of these names."
    known = ", ".join(f"`{each}`" for each in parameters[:8])
    return Explanation(
        f"`{ast.unparse(call.func)}` has no argument `{name}`",
        f"{met(s)} gives `{name}=...`. The arguments that it knows begin with {known}.",
        repair,
    )


@explains(
    "AttributeError", r"before Module\.__init__\(\) call|has no attribute '(_modules|_parameters|_backward_hooks)'"
)
def no_super(s: Situation, *_: str) -> Explanation | None:
    return Explanation(
        "`super().__init__()` is missing",
        f"`nn.Module` has to prepare itself before {s.place} can store a layer.",
        "Write `super().__init__()` as the first line of your `__init__`, with two underscores on each side.",
    )


@explains("AttributeError", r"^'super' object has no attribute '(\w+)'")
def odd_super(s: Situation, name: str) -> Explanation | None:
    if name.strip("_") not in ("init", "int"):
        return None
    return Explanation(
        f"`super().{name}()` does not exist",
        f"{met(s)} calls `{name}`.",
        "The name is `__init__`, with two underscores on each side. The line is `super().__init__()`.",
    )


@explains("AttributeError", r"^module '([\w.]+)' has no attribute '(\w+)'")
def not_in_module(s: Situation, module: str, name: str) -> Explanation | None:
    import sys  # noqa: PLC0415 - needed here alone

    known = [each for each in dir(sys.modules.get(module)) if not each.startswith("_")]
    close = [each for each in known if each.lower() == name.lower()] or difflib.get_close_matches(name, known, n=1)
    if not close:
        return None
    return Explanation(
        f"`{module}` has no `{name}`",
        f"{met(s)} uses it. There is `{close[0]}`.",
        f"If you mean `{close[0]}`, correct the spelling. Capital letters count.",
    )


@explains("AttributeError", r"^'(\w+)' object has no attribute '(\w+)'")
def no_attribute(s: Situation, kind: str, name: str) -> Explanation | None:
    owner = s.node.value if isinstance(s.node, ast.Attribute) else None
    value = s.value(owner) if owner is not None else UNKNOWN
    text = ast.unparse(owner) if owner is not None else ""
    usual = text in USUAL or text == "check"
    if usual and not isinstance(value, types.ModuleType):
        again = USUAL.get(text, "the import of `check` in the first cell")
        return Explanation(
            f"`{text}` is not the module any more",
            f"`{text}` is now {told(value)}, so {s.place} fails.",
            f"Use another name for your value. Then run the first cell of the notebook again ({_code(again)}).",
        )
    if name == "backward" and kind in ("float", "int"):
        return Explanation(
            "The loss is a plain number, and `backward` needs a tensor",
            f"At {s.place}, `{text}` is a `{kind}`. A plain number does not remember how it was computed. `.item()` "
            "gives such a number.",
            "Call `backward()` on the tensor that the criterion returns, and use `.item()` only afterwards, to store "
            "the loss.",
        )
    if name == "item" and kind in ("float", "int"):
        return Explanation(
            f"`{text}` is a plain number already",
            f"{met(s)} calls `.item()`, which only a tensor has.",
            f"Write `{text}` without `.item()`.",
        )
    if name == "append" and kind == "Tensor":
        return (
            Explanation(
                f"`{text}` is a tensor, and only a list has `append`",
                f"At {s.place}, `{text}` is {told(value)}.",
                f"Start with an empty list, `{text} = []`, and do not use this name for anything else.",
            )
            if text
            else None
        )
    if isinstance(value, nn.Module):
        return _of_network(s, value, text, name)
    if isinstance(value, Tensor | torch.optim.Optimizer):
        return _misspelt(s, type(value), name)
    if callable(value) and kind in ("method", "function", "builtin_function_or_method"):
        return Explanation(
            f"The brackets of `{text}` are missing",
            f"At {s.place}, `{text}` is not called, so it has no `{name}`.",
            f"Write `{text}()` or `{text}(...)`.",
        )
    return None


def _of_network(s: Situation, module: nn.Module, text: str, name: str) -> Explanation | None:
    kind = type(module)
    made = vars(kind)
    odd = next((each for each in made if each != "__init__" and each.strip("_") in ("init", "int", "inti")), None)
    if "__init__" not in made and odd is not None and text == "self":
        return Explanation(
            f"`{odd}` never runs, so there is no `{name}`",
            f"Python calls `__init__` when it creates a `{kind.__name__}`. Your class has `{odd}` instead, so the "
            f"layer that {s.place} uses was never created.",
            f"Rename `{odd}` to `__init__`, with two underscores on each side, and create the network again.",
        )
    known = [
        *dict(module.named_children()),
        *dict(module.named_parameters(recurse=False)),
        *(each for each in vars(module) if not each.startswith("_")),
    ]
    if text == "self" and (close := difflib.get_close_matches(name, known, n=1, cutoff=0.6)):
        return Explanation(
            f"`self` has no `{name}`",
            f"{met(s)} uses `self.{name}`. `__init__` creates `self.{close[0]}`.",
            "Use the same name in both places.",
        )
    if text == "self" and _assigned_in_class(s, name):
        return Explanation(
            f"`self` has no `{name}`",
            f"{met(s)} uses `self.{name}`. In `__init__`, `{name}` without `self.` is a local name: it is gone when "
            "`__init__` ends.",
            f"Write `self.{name} = ...` in `__init__`, and create the network again.",
        )
    return _misspelt(s, kind, name) or _of_layer(s, module, text, name)


def _of_layer(s: Situation, module: nn.Module, text: str, name: str) -> Explanation | None:
    """Explain a name that one of the network's layers has, or a layer that has another name."""
    layers = dict(module.named_children())
    reached = {each: f"{text}[{each}]" if each.isdigit() else f"{text}.{each}" for each in layers}
    inside = [each for each, layer in layers.items() if name in dict(layer.named_parameters(recurse=False))]
    if len(inside) == 1:
        return Explanation(
            f"`{text}` has no `{name}`, but its layer has one",
            f"{met(s)} asks the network itself for `{name}`. The network holds the layer `{reached[inside[0]]}`, and "
            f"that layer holds the `{name}`.",
            f"Go through the layer: `{reached[inside[0]]}.{name}`.",
        )
    if not layers or hasattr(nn.Module, name) or text == "self":
        return None
    return Explanation(
        f"`{text}` has no `{name}`",
        f"{met(s)} asks for it. What `{text}` has is {listed([*reached.values()][:4])}.",
        "Use a name that the network has, or give the layer that name in the class and create the network again.",
    )


def _misspelt(s: Situation, kind: type, name: str) -> Explanation | None:
    methods = [each for each in dir(kind) if not each.startswith("_")]
    close = difflib.get_close_matches(name, methods, n=1, cutoff=0.85)
    return (
        Explanation(
            f"A `{kind.__name__}` has no `{name}`",
            f"{met(s)} uses it. There is `{close[0]}`.",
            f"If you mean `{close[0]}`, correct the spelling.",
        )
        if close
        else None
    )


@explains("TypeError", r"^'([\w.]+)' object is not callable")
def not_callable(s: Situation, kind: str) -> Explanation | None:
    if s.call is None:
        return None
    node, text = s.call.func, ast.unparse(s.call.func)
    value = s.value(node)
    if isinstance(node, ast.Attribute) and node.attr in ("shape", "dtype", "grad", "data", "T"):
        return Explanation(
            f"`{node.attr}` is not a function",
            f"{met(s)} has brackets behind `{text}`.",
            f"Write `{text}` without brackets.",
        )
    if isinstance(node, ast.Constant | ast.BinOp | ast.Tuple | ast.List):
        return Explanation(
            "An operator or a comma is missing before a bracket",
            f"At {s.place}, Python reads `{text}(...)` as a call, because nothing separates the two.",
            "Write `*` for a product, or `,` between two items.",
        )
    if not isinstance(node, ast.Name) or value is UNKNOWN:
        return None
    if isinstance(value, types.ModuleType):
        return Explanation(
            f"`{text}` is a module, not a function",
            f"{met(s)} calls it.",
            f"Name what you need from it, for example `{text}.SGD(...)`."
            if text == "optim"
            else f"Name what you need from it: `{text}.` and the name of the function or class.",
        )
    if hasattr(builtins, text):
        return Explanation(
            f"`{text}` is not Python's own `{text}` any more",
            f"One of your cells assigned a value to the name `{text}`. It is now {told(value)}, so {s.place} fails.",
            f"Use another name for your value. Then run `del {text}`, and Python's own `{text}` is back.",
        )
    if isinstance(value, list | tuple | dict):
        return Explanation(
            f"`{text}` cannot be called",
            f"At {s.place}, `{text}` is {told(value)}.",
            f"For one item of it, use square brackets: `{text}[...]`. If `{text}` was a function before, use another "
            "name for this value.",
        )
    if not isinstance(value, Tensor | int | float | str):
        return None
    made = f"the cell of the exercise `{s.made_by[text]}`" if text in s.made_by else f"the cell that creates `{text}`"
    return Explanation(
        f"`{text}` was overwritten",
        f"At {s.place}, `{text}` is {told(value)}, and that cannot be called.",
        f"Use another name for the result, for example `loss = {text}(...)`. Then run {made} again."
        if isinstance(value, Tensor)
        else f"Use another name for this value. Then run {made} again.",
    )


@explains("TypeError", r"^(list|tuple|string) indices must be integers(?: or slices)?, not '?([\w.]+)'?")
def bad_index(s: Situation, owner: str, kind: str) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    name, index = ast.unparse(s.node.value), ast.unparse(s.node.slice)
    title = f"`{name}` is a {owner}, and its positions are whole numbers"
    if kind == "tuple":
        return Explanation(
            title,
            f"{met(s)} uses two positions at once. Only a tensor or an array can do that.",
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
    r"^(?:list|tuple) index out of range|^index (-?\d+) is out of bounds for dimension (\d) with size (\d+)",
)
def out_of_range(s: Situation, index: str | None, dimension: str | None, size: str | None) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    name, value = ast.unparse(s.node.value), s.value(s.node.value)
    if size is None:
        if not isinstance(value, (list, tuple)):
            return None
        size, position = str(len(value)), s.value(s.node.slice)
        index = str(position) if isinstance(position, int) else ast.unparse(s.node.slice)
    look = "It is empty: look where it should be filled." if size == "0" else f"The last position is {int(size) - 1}."
    return Explanation(
        f"`{name}` has no position {index}",
        f"{met(s)} asks for it, but `{name}` has {counted(int(size), 'item')}.",
        f"Positions start at 0. {look}",
    )


@explains("TypeError", r"^unsupported operand type\(s\) for (\S+): '([\w.]+)' and '([\w.]+)'")
def operands(s: Situation, operator: str, left: str, right: str) -> Explanation | None:
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
    if "list" in (left, right):
        name = first if left == "list" else second
        return Explanation(
            f"`{operator}` does not compute with a list",
            seen,
            f"Take one item, as `{name}[-1]`, or make a tensor: `torch.tensor({name})`.",
        )
    if "str" in (left, right):
        return _text_and_number(seen, first if left == "str" else second)
    return None


@explains("TypeError", r'^can only concatenate str \(not "([\w.]+)"\) to str')
def concatenate(s: Situation, kind: str) -> Explanation | None:
    return Explanation(
        "`+` does not join a string and a number",
        f"At {s.place}, one side is a string, the other has type `{kind}`.",
        'Separate them with a comma in `print(...)`, or use an f-string such as `f"loss {loss}"`.',
    )


def _text_and_number(seen: str, name: str) -> Explanation:
    return Explanation("A string is not a number", seen, f"Remove the quotation marks, or write `float({name})`.")


@explains("TypeError", r"^'(\w+)' object is not subscriptable")
def not_subscriptable(s: Situation, kind: str) -> Explanation | None:
    if not isinstance(s.node, ast.Subscript):
        return None
    name = ast.unparse(s.node.value)
    if "method" in kind or "function" in kind or kind == "type":
        return Explanation(
            f"`{name}` is called with round brackets",
            f"{met(s)} has square brackets behind `{name}`.",
            f"Write `{name}(...)`.",
        )
    if kind in ("int", "float"):
        return Explanation(
            f"`{name}` is one number and has no positions",
            f"{met(s)} asks for `{ast.unparse(s.node)}`.",
            f"Use `{name}` alone, or look where `{name}` was a list before.",
        )
    if kind == "generator":
        return (
            Explanation(
                f"`{name}` has no positions",
                f"{met(s)} asks for one. `parameters()` gives its items one by one.",
                f"Make a list of it first: `list({name})[0]`.",
            )
            if "parameters" in name
            else None
        )
    return None


@explains("TypeError", r"^'float' object cannot be interpreted as an integer")
def whole_number(s: Situation) -> Explanation | None:
    if s.call is None or not isinstance(s.call.func, ast.Name) or s.call.func.id != "range":
        return None
    inside = ", ".join(map(ast.unparse, s.call.args))
    return Explanation(
        "`range` needs whole numbers",
        f"{met(s)} gives it `{inside}`, and that is a float.",
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
        f"{met(s)} formats a value of type `{kind}`, as with `:.4f`.",
        repair,
    )


@explains(
    "ValueError",
    r"^(?:too many values to unpack \(expected (\d+)\)|not enough values to unpack \(expected (\d+), got (\d+)\))",
)
def unpacked(s: Situation, many: str | None, few: str | None, got: str | None) -> Explanation | None:
    seen = f"{met(s)} has {many or few} names on the left."
    return Explanation(
        "The numbers of names and values differ",
        f"{seen} There are {f'{got} values' if got else 'more values'}.",
        "Use as many names as there are values.",
    )


@explains("FileNotFoundError", r"No such file or directory: '([^'`]+)'")
def no_file(s: Situation, path: str) -> Explanation | None:
    return Explanation(
        f"There is no file `{path}`",
        f"{met(s)} opens it.",
        "Check the spelling, and run the cell that saves the file first.",
    )


@explains("ZeroDivisionError", r"")
def by_zero(s: Situation) -> Explanation | None:
    if not isinstance(s.node, ast.BinOp):
        return None
    below = ast.unparse(s.node.right)
    return Explanation(
        "A number is divided by zero",
        f"At {s.place}, `{below}` is 0.",
        f"Look where `{below}` comes from. A length of 0 means that nothing was collected."
        if "len(" in below
        else f"Look where `{below}` comes from.",
    )


def met(s: Situation) -> str:
    """Begin a sentence with the line."""
    return s.place[:1].upper() + s.place[1:]


def _code(text: str) -> str:
    return text if "`" in text else f"`{text}`"


def _is_optimizer(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, torch.optim.Optimizer)


def _parameters(s: Situation, function: str) -> list[str] | None:
    """Return the parameters of a function of the learner's own, None if it is another one."""
    names = function.split(".")
    for source in (s.source, *reversed(s.sources)):
        for node in ast.walk(parsed(source) or ast.Module([], [])):
            inside: list[Any] = [node] if len(names) == 1 else []
            if isinstance(node, ast.ClassDef) and [node.name] == names[:-1][-1:]:
                inside = node.body
            for each in inside:
                if isinstance(each, ast.FunctionDef) and each.name == names[-1]:
                    return [a.arg for a in (*each.args.posonlyargs, *each.args.args)]
    return None


def _assigned_in_class(s: Situation, name: str) -> bool:
    """Tell whether an `__init__` in the cell assigns `name` without `self.`."""
    for node in ast.walk(s.tree or ast.Module([], [])):
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            assigned = [t for n in ast.walk(node) if isinstance(n, ast.Assign) for t in n.targets]
            if any(isinstance(t, ast.Name) and t.id == name for t in assigned):
                return True
    return False


def _function_that_assigns(s: Situation, name: str) -> str | None:
    for source in reversed(s.sources):
        for node in getattr(parsed(source), "body", ()):
            if isinstance(node, ast.FunctionDef):
                stored = (n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
                if any(n.id == name for n in stored):
                    return node.name
    return None
