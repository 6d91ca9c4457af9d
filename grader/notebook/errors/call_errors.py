"""Calls of the wrong thing, or with too many, too few or unknown arguments."""

from __future__ import annotations

import ast
import builtins
import difflib
import inspect
import re
import types
from typing import Any

from torch import Tensor, nn

from grader.core.numbers import counted, listed
from grader.notebook.errors.common_causes import explain_constructor, is_load_report, is_state
from grader.notebook.errors.library_names import KEYWORDS, explain_layer_argument
from grader.notebook.errors.network_errors import explain_too_many
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import UNKNOWN, Explanation, Situation, definition, parsed
from grader.notebook.errors.wording import told


@explains("TypeError", r"([\w.<>]+)\(\) takes (?:from \d+ to )?\d+ positional arguments? but (\d+) (?:was|were) given")
def too_many(s: Situation, function: str, given: str) -> Explanation | None:
    parameters = _parameters(s, function)
    *classes, name = function.split(".")
    if parameters is None or (parameters[:1] == ["self"] and name == "forward"):
        sure = explain_too_many(s, s.call) if s.call is not None else None
        if sure is not None or parameters is None:
            return sure
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
            f"{s.met} gives it {counted(more, 'value')}.",
            f"Write `{classes[-1]}()`. The inputs come later, when you call the network that it returns.",
        )
    takes_what = f"takes {counted(len(own), 'value')}" + (f": `{', '.join(own)}`" if own else "")
    return Explanation(
        f"`{name}` gets too many values",
        f"`{name}` {takes_what}. {s.met} gives it {counted(more, 'value')}.",
        "Compare the call with the `def` line.",
    )


@explains("TypeError", r"\(\) missing \d+ required positional arguments?: (.+)", ast.Call)
def too_few(s: Situation, call: ast.Call, names: str) -> Explanation | None:
    missing = re.findall(r"'(\w+)'", names)
    owner, called = s.value(call.func), ast.unparse(call.func)
    if isinstance(call.func, ast.Attribute) and isinstance(s.value(call.func.value), type):
        of = ast.unparse(call.func.value)
        return Explanation(
            f"`{of}` is the class, not a network",
            f"{s.met} calls `{called}` on the class itself.",
            f"Create a network first, for example `net = {of}()`, and call it: `net(...)`.",
        )
    target = _attribute_of_class(s, call)
    if isinstance(owner, types.FunctionType) and target:
        return Explanation(
            f"`{called}` is called, and should only be named",
            f"{s.met} calls `{called}`, because there are brackets behind it.",
            f"Without brackets, the function itself is stored: `{target} = {called}`.",
        )
    if isinstance(owner, (nn.Module, types.FunctionType, type)):
        title, names = f"A value is missing in the call of `{called}`", listed(missing)
        taken = [each for each in missing if each in s.names]
        if isinstance(owner, types.FunctionType) and owner.__module__ != "__main__" and taken:
            return Explanation(
                title,
                f"{s.met} does not give {names}. That is what `{called}` itself calls the value, and it has nothing to "
                f"do with your {listed(taken)}.",
                f"Which of your objects should `{called}` work on? Put its name between the brackets.",
            )
        return Explanation(title, f"{s.met} does not give {names}.", _repair(s, call, owner, missing))
    return None


def _attribute_of_class(s: Situation, call: ast.Call) -> str:
    """Return the attribute of a class in which the statement stores what a call without values returns; "" if none."""
    if not isinstance(s.statement, ast.Assign) or s.statement.value is not call or call.args:
        return ""
    target = s.statement.targets[0]
    is_of_class = isinstance(target, ast.Attribute) and isinstance(s.value(target.value), type)
    return ast.unparse(target) if is_of_class else ""


def _repair(s: Situation, call: ast.Call, owner: Any, missing: list[str]) -> str:
    """Return how to give a call of `owner` the arguments that are missing, or to do without them."""
    names, called = listed(missing), ast.unparse(call.func)
    if isinstance(owner, nn.Module) and missing:
        repair = (
            f"`{called}(...)` needs {counted(len(call.args) + len(missing), 'value')}. Add what is missing: {names}."
        )
        if len(call.args) == 1 and isinstance(call.args[0], ast.BinOp):
            repair += " A comma separates two values, and an operator makes one of them."
        return repair
    put = f"Put {'a value' if len(missing) == 1 else 'values'} for {names} between the brackets."
    parameters = _parameters(s, f"{owner.__name__}.__init__") if isinstance(owner, type) else None
    if parameters is None:
        return put
    default = _default(s, owner.__name__, parameters, missing)
    if default:
        return f"{put} To allow calls without it as well, give it a default in the `def` line: `{default}`."
    without = ", ".join(each for each in parameters if each not in missing)
    return f"{put} If `__init__` makes it itself, remove {names} from its first line: `def __init__({without}):`."


def _default(s: Situation, owner: str, parameters: list[str], missing: list[str]) -> str:
    """Return a `def` line with a default for a value that other calls of a learner's class give, "" if none does."""
    if parameters[-1:] != missing:
        return ""
    nodes = [each for source in (s.source, *s.sources) for each in ast.walk(parsed(source))]
    calls = [each for each in nodes if isinstance(each, ast.Call)]
    of_class = [each for each in calls if isinstance(each.func, ast.Name) and each.func.id == owner]
    given = [each.args[-1] for each in of_class if len(each.args) == len(parameters) - 1]
    given += [key.value for each in of_class for key in each.keywords if key.arg == missing[0]]
    if not given:
        return ""
    empty = "()" if all(isinstance(each, ast.List | ast.Tuple | ast.ListComp) for each in given) else "None"
    return f"def __init__({', '.join(parameters)}={empty}):"


@explains("TypeError", r"\(\) got an unexpected keyword argument '(\w+)'", ast.Call)
def unexpected_keyword(s: Situation, call: ast.Call, name: str) -> Explanation | None:
    value: Any = s.value(call.func)
    habit = explain_layer_argument(s, value, ast.unparse(call.func), name)
    if habit is not None:
        return habit
    parameters = [each for each in _signature(value) if each not in ("args", "kwargs")]
    if not parameters:
        return None
    meant = KEYWORDS.get(name)
    close = [meant] if meant in parameters else difflib.get_close_matches(name, parameters, n=1)
    repair = f"Write `{close[0]}=` instead of `{name}=`." if close else "Use one of these names."
    known = ", ".join(f"`{each}`" for each in parameters[:8])
    return Explanation(
        f"`{ast.unparse(call.func)}` has no argument `{name}`",
        f"{s.met} gives `{name}=...`. The arguments that it knows begin with {known}.",
        repair,
    )


def _signature(function: Any) -> list[str]:
    """Return the names of a function's parameters without `self`, none if Python does not know them."""
    try:
        return [each for each in inspect.signature(function).parameters if each != "self"]
    except (TypeError, ValueError):
        return []


@explains("TypeError", r"^[\w.<>]+\(\) got multiple values for argument '(\w+)'", ast.Call)
def given_twice(s: Situation, call: ast.Call, name: str) -> Explanation | None:
    given = dict(zip(_signature(s.value(call.func)), map(ast.unparse, call.args), strict=False))
    if name not in given:
        return None
    return Explanation(
        f"`{name}` gets two values",
        f"In {s.place}, value number {[*given].index(name) + 1} between the brackets is `{given[name]}`. "
        f"`{ast.unparse(call.func)}` takes it for `{name}`, because of its place, and `{name}=...` gives a second one.",
        f"Remove `{given[name]}`, or write it with the name of the argument that it is meant for.",
    )


@explains("TypeError", r"^'[\w.]+' object is not callable", ast.Call)
def not_callable(s: Situation, call: ast.Call) -> Explanation | None:
    node, text, value = call.func, ast.unparse(call.func), s.value(call.func)
    if isinstance(node, ast.Attribute) and node.attr == "step" and call.args:
        return Explanation(
            "`step()` takes no loss",
            f"{s.met} gives it `{ast.unparse(call.args[0])}`.",
            f"Write `{text}()`. The optimizer reads the gradients that `backward()` has left in the parameters.",
        )
    if isinstance(node, ast.Attribute) and node.attr in ("shape", "dtype", "grad", "data", "T"):
        return Explanation(
            f"`{node.attr}` is not a function",
            f"{s.met} has brackets behind `{text}`.",
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
            f"{s.met} calls it.",
            f"Name what you need from it, for example `{text}.SGD(...)`."
            if text == "optim"
            else "To copy an object with everything in it, write `copy.deepcopy(...)`."
            if text == "copy"
            else f"Name what you need from it: `{text}.` and the name of the function or class.",
        )
    if hasattr(builtins, text):
        return Explanation(
            f"`{text}` is not Python's own `{text}` any more",
            f"One of your cells assigned a value to the name `{text}`. It is now {told(value)}, so {s.place} fails.",
            f"Use another name for your value. Then run `del {text}`, and Python's own `{text}` is back.",
        )
    if isinstance(value, list | tuple | dict) and not is_state(value) and not is_load_report(value):
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


@explains("TypeError", r"^(\w+)\(\) takes no arguments")
def no_constructor(s: Situation, name: str) -> Explanation | None:
    kind = s.names.get(name)
    if not isinstance(kind, type) or issubclass(kind, nn.Module):
        return None
    return explain_constructor(kind) or Explanation(
        f"The class `{name}` has no `__init__`",
        f"Python gives the values between the brackets of `{name}(...)` to `__init__`, and your class has no such "
        "method.",
        "Write `def __init__(self, ...):` in the class, with two underscores on each side and the line indented.",
    )


def _parameters(s: Situation, function: str) -> list[str] | None:
    """Return the parameters of a function of the learner's own, None if it is another one."""
    found = definition(function, (s.source, *reversed(s.sources)))
    return None if found is None else [each.arg for each in (*found.args.posonlyargs, *found.args.args)]
