"""Parameters that are saved and loaded: files, a `state_dict`, and what `load_state_dict` returns."""

from __future__ import annotations

import ast
import re

from torch import nn

from grader.core.numbers import in_words
from grader.notebook.errors.common_causes import (
    explain_missing_brackets,
    explain_state,
    is_load_report,
    is_state,
)
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import PAIR, Explanation, Situation
from grader.notebook.errors.wording import shape_of

explain_alike(
    (
        "UnpicklingError",
        r"Weights only load failed.*GLOBAL getattr",
        "The file holds a method, and not what it returns",
        "{s.met} loads a file. Whoever saved it gave the method `state_dict` without brackets to `torch.save`.",
        "Write the brackets in the line that saves, `net.state_dict()`, and run it again.",
    ),
    (
        "UnpicklingError",
        r"Weights only load failed",
        "The file holds more than parameters",
        "{s.met} loads a file. To be safe, `torch.load` reads only tensors and plain data, and this file holds "
        "something else, for example a whole network.",
        "Save the parameters alone, `torch.save(net.state_dict(), path)`. Then load them with "
        "`net.load_state_dict(torch.load(path))`.",
    ),
)


@explains("RuntimeError", r"Error\(s\) in loading state_dict for ")
def loading(s: Situation) -> Explanation | None:
    size = r"torch\.Size\(\[([\d, ]*)\]\)"
    mismatch = re.search(rf"size mismatch for ([\w.]+): .*?{size}.*?{size}", s.message)
    unexpected, missing = (
        re.search(rf'{kind} key\(s\) in state_dict: "([^"`]+)"', s.message) for kind in ("Unexpected", "Missing")
    )
    if mismatch:
        name, saved, own = mismatch[1], shape_of(mismatch[2]), shape_of(mismatch[3])
        evidence = f"`{name}` has shape {saved} in the saved values and shape {own} in the network."
    elif unexpected or missing:
        parts = [f"it has `{unexpected[1]}`, which the network does not have"] if unexpected else []
        parts += [f"it does not have `{missing[1]}`, which the network needs"] if missing else []
        evidence = f"The saved `state_dict` does not fit: {in_words(parts)}."
    else:
        return None
    return Explanation(
        "These parameters were saved from a network of another form",
        f"{s.met} loads them. {evidence}",
        "Build the network with the same layers, in the same order and sizes, as the one that was saved.",
    )


@explains("TypeError", r"^Expected state_dict to be dict-like, got <class '([\w.]+)'>", ast.Call)
def no_state(s: Situation, call: ast.Call, kind: str) -> Explanation | None:
    if not call.args:
        return None
    called, given, value = ast.unparse(call.func), ast.unparse(call.args[0]), s.value(call.args[0])
    methods = [ast.unparse(n) for n in ast.walk(call.args[0]) if getattr(n, "attr", "") == "state_dict"]
    if kind == "method" and methods:
        seen = f"{s.met} gives the method `{methods[0]}` itself to `{called}`. Without brackets, it is not called."
        return explain_missing_brackets(seen, methods[0])
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


@explains("AttributeError", r"^expected 'f' to be string, path", ast.Call)
def saved_the_path(s: Situation, call: ast.Call) -> Explanation | None:
    if len(call.args) < PAIR:
        return None
    first, second = map(ast.unparse, call.args[:2])
    return Explanation(
        "The two arguments are in the wrong order",
        f"{s.met} gives `{first}` as what is to be saved, and `{second}` as the file.",
        f"`torch.save` takes first what to save, and then where: `torch.save({second}, {first})`.",
    )


@explains("TypeError AttributeError", r"^'(?:collections\.)?(?:OrderedDict|dict)' object (?:is not callable|has no)")
@explains("AttributeError TypeError RuntimeError", r"_IncompatibleKeys")
def state(s: Situation) -> Explanation | None:
    name = s.name_of_value(lambda value: is_load_report(value) or is_state(value))
    return None if name is None else explain_state(name, s.names[name])
