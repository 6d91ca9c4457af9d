"""A batch, or an item of a dataset, that is used as if it were one tensor: it is a pair of features and labels."""

from __future__ import annotations

import ast

from torch import Tensor, nn

from grader.notebook.errors.situation import PAIR, Explanation, Situation


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
    loop = _loop_over(outer, text)
    look = f"Take it apart first: `{names} = {text}`. {use}"
    if loop is not None:
        look = f"The loop can take it apart: `for {names} in {ast.unparse(loop.iter)}:`. {use}"
    return Explanation(
        f"`{text}` holds two tensors",
        f"At {outer.place}, `{text}` is a {kind} of two tensors, as a loader or a dataset gives them: the features and "
        "the labels.",
        look,
    )


def _loop_over(s: Situation, name: str) -> ast.For | None:
    """Return the loop around the line that gives `name` its values."""
    loops = [n for n in ast.walk(s.tree or ast.Module([], [])) if isinstance(n, ast.For)]
    around = (each for each in loops if each.lineno <= s.number <= (each.end_lineno or 0))
    return next((each for each in around if ast.unparse(each.target) == name), None)
