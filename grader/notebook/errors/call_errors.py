"""Calls of the wrong thing, or with the wrong values."""

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
from torch.utils.data import DataLoader

from grader.core.numbers import counted, listed
from grader.notebook.errors import other_libraries
from grader.notebook.errors.name_errors import is_state
from grader.notebook.errors.network_calls import too_many_for_network
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import PAIR, UNKNOWN, Explanation, Situation, parsed, told


@explains("TypeError", r"^'(\w+)' object is not iterable")
def not_iterable(s: Situation, kind: str) -> Explanation | None:
    statement = s.statement
    if isinstance(statement, ast.For) and kind in ("int", "float") and s.node in (statement, statement.iter, None):
        count = ast.unparse(statement.iter)
        loop = ast.unparse(statement.target)
        return Explanation(
            "`for` cannot walk through a single number",
            f"{s.met} asks for the items of `{count}`, but that is one number.",
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
            f"{s.met} gives the network `{text}` itself to `{called}`.",
            f"Write `{text}.parameters()` as the first argument.",
        )
    if kind in ("method", "function") and isinstance(first, ast.Attribute):
        return Explanation(
            "The brackets of a call are missing",
            f"{s.met} gives the method `{text}` to `{called}`. Without brackets, the method is not called.",
            f"Write `{text}()`.",
        )
    return None


@explains(
    "TypeError", r"([\w.<>]+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were) given"
)
def too_many(s: Situation, function: str, takes: str, given: str) -> Explanation | None:
    parameters = _parameters(s, function)
    *classes, name = function.split(".")
    if parameters is None or (parameters[:1] == ["self"] and name == "forward"):
        sure = too_many_for_network(s)
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
            f"{s.met} calls `{called}` on the class itself.",
            f"Create a network first, for example `net = {of}()`, and call it: `net(...)`.",
        )
    statement = s.statement
    if isinstance(owner, types.FunctionType) and isinstance(statement, ast.Assign) and _is_attached(s, call):
        target = ast.unparse(statement.targets[0])
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
        return Explanation(title, f"{s.met} does not give {names}.", _missing(s, call, owner, missing))
    return None


def _is_attached(s: Situation, call: ast.Call) -> bool:
    """Tell whether a statement stores what a call returns in an attribute of a class, as a method is stored."""
    statement = s.statement
    if not isinstance(statement, ast.Assign) or statement.value is not call or call.args:
        return False
    target = statement.targets[0]
    return isinstance(target, ast.Attribute) and isinstance(s.value(target.value), type)


def _missing(s: Situation, call: ast.Call, owner: Any, missing: list[str]) -> str:
    names, called = listed(missing), ast.unparse(call.func)
    if isinstance(owner, nn.Module) and missing:
        repair = (
            f"`{called}(...)` needs {counted(len(call.args) + len(missing), 'value')}. Add what is missing: {names}."
        )
        if len(call.args) == 1 and isinstance(call.args[0], ast.BinOp):
            repair += " A comma separates two values, and an operator makes one of them."
        return repair
    put = f"Put {'a value' if len(missing) == 1 else 'values'} for {names} between the brackets."
    default = _default(s, owner, missing) if isinstance(owner, type) else ""
    if default:
        return f"{put} To allow calls without it as well, give it a default in the `def` line: `{default}`."
    if isinstance(owner, type) and _parameters(s, f"{owner.__name__}.__init__") is not None:
        without = ", ".join(p for p in _parameters(s, f"{owner.__name__}.__init__") or [] if p not in missing)
        return f"{put} If `__init__` makes it itself, remove {names} from its first line: `def __init__({without}):`."
    return put


def _default(s: Situation, owner: type, missing: list[str]) -> str:
    """Return a `def` line with a default for a value that other calls of a learner's class give, "" if none does."""
    parameters = _parameters(s, f"{owner.__name__}.__init__") or []
    if len(missing) != 1 or not parameters or parameters[-1] != missing[0]:
        return ""
    trees = [tree for tree in map(parsed, (s.source, *s.sources)) if tree is not None]
    calls = [each for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Call)]
    of_class = [each for each in calls if isinstance(each.func, ast.Name) and each.func.id == owner.__name__]
    given = [each.args[-1] for each in of_class if len(each.args) == len(parameters) - 1]
    given += [key.value for each in of_class for key in each.keywords if key.arg == missing[0]]
    if not given:
        return ""
    empty = "()" if all(isinstance(each, ast.List | ast.Tuple | ast.ListComp) for each in given) else "None"
    return f"def __init__({', '.join(parameters)}={empty}):"


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
    habit = other_libraries.layer_argument(s, value, ast.unparse(call.func), name)
    if habit is not None:
        return habit
    meant = other_libraries.KEYWORDS.get(name)
    close = [meant] if meant in parameters else difflib.get_close_matches(name, parameters, n=1)
    repair = f"Write `{close[0]}=` instead of `{name}=`." if close else "Use one of these names."
    known = ", ".join(f"`{each}`" for each in parameters[:8])
    return Explanation(
        f"`{ast.unparse(call.func)}` has no argument `{name}`",
        f"{s.met} gives `{name}=...`. The arguments that it knows begin with {known}.",
        repair,
    )


@explains("ValueError RuntimeError TypeError", r"batch_size|sampler|Boolean value of Tensor|BatchSampler")
def features_and_labels(s: Situation, *_: str) -> Explanation | None:
    """A loader that is given features and labels one after the other, as `fit` is in other libraries."""
    call = s.call
    if call is None or s.value(call.func) is not DataLoader or len(call.args) < PAIR:
        return None
    if not all(isinstance(s.value(each), Tensor) for each in call.args[:PAIR]):
        return None
    first, second = map(ast.unparse, call.args[:PAIR])
    return Explanation(
        "A `DataLoader` takes one dataset",
        f"{s.met} gives it `{first}` and `{second}`. It takes the second value for `batch_size`.",
        f"Put both into one dataset first: `TensorDataset({first}, {second})`. Give this dataset to the loader.",
    )


@explains("TypeError", r"^([\w.<>]+)\(\) got multiple values for argument '(\w+)'")
def given_twice(s: Situation, function: str, name: str) -> Explanation | None:
    call = s.call
    if call is None:
        return None
    made, called = s.value(call.func), ast.unparse(call.func)
    try:
        parameters = [each for each in inspect.signature(made).parameters if each != "self"]
        given = [ast.unparse(each) for each in call.args][parameters.index(name)]
    except (TypeError, ValueError, IndexError):
        return None
    at = parameters.index(name) + 1
    look = f"Remove `{given}`, or write it with the name of the argument that it is meant for."
    return Explanation(
        f"`{name}` gets two values",
        f"In {s.place}, value number {at} between the brackets is `{given}`. `{called}` takes it for `{name}`, because "
        f"of its place, and `{name}=...` gives a second one.",
        look,
    )


@explains("TypeError", r"^'([\w.]+)' object is not callable")
def not_callable(s: Situation, kind: str) -> Explanation | None:
    if s.call is None:
        return None
    node, text = s.call.func, ast.unparse(s.call.func)
    value = s.value(node)
    if isinstance(node, ast.Attribute) and node.attr == "step" and s.call.args:
        return Explanation(
            "`step()` takes no loss",
            f"{s.met} gives it `{ast.unparse(s.call.args[0])}`.",
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
    if isinstance(value, list | tuple | dict) and not is_state(value) and type(value).__name__ != "_IncompatibleKeys":
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


@explains("TypeError", r"^(\w+)\(\) takes no arguments")
def no_constructor(s: Situation, name: str) -> Explanation | None:
    kind = s.names.get(name)
    if not isinstance(kind, type) or issubclass(kind, nn.Module):
        return None
    odd = odd_constructor(kind)
    if odd is None:
        return Explanation(
            f"The class `{name}` has no `__init__`",
            f"Python gives the values between the brackets of `{name}(...)` to `__init__`, and your class has no such "
            "method.",
            "Write `def __init__(self, ...):` in the class, with two underscores on each side and the line indented.",
        )
    return Explanation(
        f"`{odd}` never runs",
        f"Python calls `__init__` when it creates a `{name}`. Your class has `{odd}` instead.",
        f"Rename `{odd}` to `__init__`, with two underscores on each side.",
    )


def odd_constructor(kind: type) -> str | None:
    """Return the method of a class that is probably meant as its `__init__`, None if there is none."""
    made = vars(kind)
    odd = (each for each in made if each != "__init__" and each.strip("_") in ("init", "int", "inti"))
    return None if "__init__" in made else next(odd, None)


@explains("TypeError", r"^empty\(\): argument 'size'|^empty\(\) received an invalid combination of arguments")
def layer_size(s: Situation) -> Explanation | None:
    call = s.call
    if call is None or not call.args or s.value(call.func) not in (nn.Linear, nn.Conv2d, nn.Embedding):
        return None
    called = ast.unparse(call.func)
    texts = [ast.unparse(each) for each in call.args]
    shape = next((text for text in texts if re.search(r"\.(shape|size\(\))$", text)), None)
    return Explanation(
        f"`{called}` needs whole numbers",
        f"{s.met} gives it `{', '.join(texts)}`.",
        f"`{shape}` holds all sizes of a tensor. The number of columns is `{shape}[1]`."
        if shape
        else f"The first number of `{called}(...)` says how many numbers go in, and the second how many come out.",
    )


@explains("TypeError ValueError", r"not supported between instances of|should be a positive integer value")
def number_as_text(s: Situation) -> Explanation | None:
    """A number in quotation marks, as an argument of a call."""
    call = s.call
    values = [*call.args, *(each.value for each in call.keywords)] if call is not None else []
    text = next((v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)), "")
    if re.fullmatch(r"\s*[-+]?[\d.]+(?:e-?\d+)?\s*", text) is None:
        return None
    return Explanation(
        "A number is written without quotation marks",
        f'{s.met} gives `"{text}"`, and that is a text.',
        f"Write `{text.strip()}`.",
    )


@explains("TypeError", r"^Expected state_dict to be dict-like, got <class '([\w.]+)'>")
def path_for_state(s: Situation, kind: str) -> Explanation | None:
    if s.call is None or not s.call.args:
        return None
    called, given = ast.unparse(s.call.func), ast.unparse(s.call.args[0])
    value = s.value(s.call.args[0])
    methods = [each for each in ast.walk(s.call.args[0]) if getattr(each, "attr", "") == "state_dict"]
    if kind == "method" and methods:
        text = ast.unparse(methods[0])
        return Explanation(
            "The brackets of a call are missing",
            f"{s.met} gives the method `{text}` itself to `{called}`. Without brackets, it is not called.",
            f"Write `{text}()`.",
        )
    if kind == "method" and getattr(value, "__name__", "") == "state_dict":
        return Explanation(
            f"`{given}` holds a method, and not the parameters",
            f"{s.met} gives `{given}` to `{called}`. It is the method `state_dict`, which was "
            "not called when it was stored.",
            f"Go to the line that assigns `{given}`, and write the brackets: `state_dict()`. Run that cell again, and "
            "then this one.",
        )
    if isinstance(value, nn.Module):
        return Explanation(
            f"`{given}` is a network, and not its parameters",
            f"{s.met} gives `{given}` itself to `{called}`.",
            f"Write `{called}({given}.state_dict())`.",
        )
    if not kind.endswith(("Path", "str")):
        return None
    return Explanation(
        "The file has not been read yet",
        f"{s.met} gives `{given}` to `{called}`. That is the name of a file, and not what is in it.",
        f"Read the file first: `{called}(torch.load({given}))`.",
    )


@explains("AttributeError", r"^expected 'f' to be string, path")
def saved_the_path(s: Situation) -> Explanation | None:
    if s.call is None or len(s.call.args) < 2:
        return None
    first, second = map(ast.unparse, s.call.args[:2])
    return Explanation(
        "The two arguments are in the wrong order",
        f"{s.met} gives `{first}` as what is to be saved, and `{second}` as the file.",
        f"`torch.save` takes first what to save, and then where: `torch.save({second}, {first})`.",
    )
