"""Calls of a network, a layer or a criterion with more values than it takes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from torch import Tensor, nn
from torch.nn.modules.loss import _Loss

from grader.core.numbers import counted
from grader.notebook.errors.situation import PAIR, UNKNOWN, Explanation

if TYPE_CHECKING:
    from grader.notebook.errors.situation import Situation


def too_many_for_network(s: Situation) -> Explanation | None:
    """Explain a call of a network, a layer or a criterion that gives it too many values; None if it is another call."""
    call = s.call
    if call is None or call.keywords or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    value = s.value(call.func)
    if isinstance(value, type) and issubclass(value, nn.Module) and value.__module__.startswith("torch."):
        return _data_for_a_layer(s, call)
    if not isinstance(value, nn.Module) or len(call.args) < PAIR:
        return None
    called, texts = ast.unparse(call.func), [ast.unparse(each) for each in call.args]
    gives = f"{s.met} gives it {counted(len(texts), 'value')}: {', '.join(f'`{text}`' for text in texts)}."
    if isinstance(value, _Loss):
        return Explanation(
            f"`{called}` gets too many values",
            f"A criterion takes two: the predictions and the labels. {gives}",
            "Which of them are the predictions, and which the labels? Leave the others out.",
        )
    title = f"A network takes one tensor, and `{called}` gets {len(texts)}"
    values = [s.value(each) for each in call.args]
    if all(isinstance(each, int | float) for each in values):
        return Explanation(
            title,
            f"In this tensor, each example is one row. {gives}",
            f"Make one row of them first, with two pairs of square brackets: `torch.tensor([[{', '.join(texts)}]])`. "
            f"Then give `{called}` this tensor.",
        )
    if all(isinstance(each, Tensor) or each is UNKNOWN for each in values):
        return Explanation(
            title,
            gives,
            "A network gets the features only. If the last value holds the labels, leave it out: labels are for the "
            "criterion. If all of them are features, put them side by side first: "
            f"`torch.cat(({', '.join(texts)}), dim=1)`.",
        )
    return None


def _data_for_a_layer(s: Situation, call: ast.Call) -> Explanation | None:
    """Explain a layer without options, such as `nn.Sigmoid`, that is created with data between its brackets."""
    called = ast.unparse(call.func)
    if not any(isinstance(s.value(each), Tensor) or isinstance(each, ast.Call) for each in call.args):
        return None
    data = ", ".join(map(ast.unparse, call.args))
    return Explanation(
        "The data belongs in the second pair of brackets",
        f"{s.met} gives `{data}` to `{called}(...)`, which only creates a layer.",
        f"Create the layer, and then call it: `{called}()({data})`.",
    )
