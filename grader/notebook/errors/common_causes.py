"""Mistakes that show as errors of several kinds, such as a method without brackets or a batch not taken apart."""

from __future__ import annotations

import ast
import difflib
from typing import Any

from torch import Tensor, nn

from grader.notebook.errors.situation import PAIR, Explanation, Situation


def explain_missing_brackets(evidence: str, method: str) -> Explanation:
    """Explain a method that is used without being called, and that needs no values."""
    return Explanation("The brackets of a call are missing", evidence, f"Write `{method}()`.")


def explain_pair(s: Situation, node: ast.expr | None) -> Explanation | None:
    """Explain an expression whose value is a list or tuple of two tensors. None if it is something else."""
    value = s.value(node)
    if node is None or not isinstance(value, list | tuple) or len(value) != PAIR:
        return None
    features, labels = value
    if not isinstance(features, Tensor) or not isinstance(labels, Tensor) or not features.ndim:
        return None
    if labels.ndim and len(features) != len(labels):
        return None
    outer, passed = s.source_of(node)
    text, kind = ast.unparse(passed), type(value).__name__
    call = outer.call
    use = "Then use the features and the labels, each under its own name."
    network = outer.value(call.func) if call is not None and passed in call.args else None
    if call is not None and isinstance(network, nn.Module) and any(True for _ in network.parameters()):
        use = f"Then call `{ast.unparse(call.func)}` on the features."
    names = "batch_x, batch_y" if {"x", "y"} & set(outer.names) else "x, y"
    loop = next((each for each in outer.around(ast.For) if ast.unparse(each.target) == text), None)
    return Explanation(
        f"`{text}` holds two tensors",
        f"At {outer.place}, `{text}` is a {kind} of two tensors, as a loader or a dataset gives them: the features and "
        "the labels.",
        f"The loop can take it apart: `for {names} in {ast.unparse(loop.iter)}:`. {use}"
        if loop is not None
        else f"Take it apart first: `{names} = {text}`. {use}",
    )


def explain_constructor(kind: type, lost: str = "", effect: str = "", again: str = "") -> Explanation | None:
    """Explain a class without `__init__` that has a method of a similar name; None if it is another class.

    `lost` is the attribute that is missing for this reason, `effect` is what else did not happen, and `again` is what
    to do after the repair.
    """
    odd = next((each for each in vars(kind) if each.strip("_") in ("init", "int", "inti")), None)
    if odd is None or "__init__" in vars(kind):
        return None
    return Explanation(
        f"`{odd}` never runs" + (f", so there is no `{lost}`" if lost else ""),
        f"Python calls `__init__` when it creates a `{kind.__name__}`. Your class has `{odd}` instead{effect}.",
        f"Rename `{odd}` to `__init__`, with two underscores on each side{again}.",
    )


def explain_misspelling(s: Situation, kind: type, name: str) -> Explanation | None:
    """Explain a name that is nearly that of a method of the class `kind`."""
    methods = [each for each in dir(kind) if not each.startswith("_")]
    close = difflib.get_close_matches(name, methods, n=1, cutoff=0.85)
    if not close:
        return None
    return Explanation(
        f"A `{kind.__name__}` has no `{name}`",
        f"{s.met} uses it. There is `{close[0]}`.",
        f"If you mean `{close[0]}`, correct the spelling.",
    )


def is_local_in_init(s: Situation, name: str) -> bool:
    """Tell whether an `__init__` in the cell assigns `name` without `self.`."""
    made = [n for n in ast.walk(s.tree) if isinstance(n, ast.FunctionDef) and n.name == "__init__"]
    targets = [t for each in made for n in ast.walk(each) if isinstance(n, ast.Assign) for t in n.targets]
    return any(isinstance(t, ast.Name) and t.id == name for t in targets)


def is_load_report(value: Any) -> bool:
    """Tell whether a value is what `load_state_dict()` returns."""
    return type(value).__name__ == "_IncompatibleKeys"


def is_state(value: Any) -> bool:
    """Tell whether a value is what `state_dict()` returns."""
    return isinstance(value, dict) and bool(value) and all(isinstance(each, Tensor) for each in value.values())


def explain_state(name: str, value: Any) -> Explanation:
    """Explain a name that holds a `state_dict`, or what `load_state_dict` returned, where a network is needed."""
    if is_load_report(value):
        return Explanation(
            f"`{name}` is not a network any more",
            "`load_state_dict(...)` changes the network itself and returns a report of missing keys. "
            f"`{name} = ...` has stored this report.",
            f"Create the network again. Then call `{name}.load_state_dict(...)` on a line of its own, without `=`.",
        )
    return Explanation(
        f"`{name}` holds parameters, and is not a network",
        f"`{name}` is a `state_dict`: tensors with their names, without the layers that compute with them.",
        f"Create the network again, under the name `{name}`. Then put the tensors into it with `load_state_dict(...)`, "
        "on a line of its own.",
    )
