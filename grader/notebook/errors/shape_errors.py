"""Shapes that do not fit: of matrices, layers, labels and datasets, and numbers of rows that a function counts on."""

from __future__ import annotations

import ast
import math
import re

from torch import Tensor, nn

from grader.core.numbers import counted, in_words, listed
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import PAIR, Explanation, Situation
from grader.notebook.errors.wording import shape_of


@explains("RuntimeError", r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x\d+\)")
def shapes(s: Situation, rows: str, features: str, wanted: str) -> Explanation | None:
    names = next((names for names in s.inner("forward") if isinstance(names.get("self"), nn.Linear)), None)
    if names is not None:
        given = names.get("input")
        shape = tuple(given.shape) if isinstance(given, Tensor) else (int(rows), int(features))
        return _of_a_layer(s, names["self"], shape)
    if not isinstance(s.node, ast.BinOp):
        return None
    left, right = ast.unparse(s.node.left), ast.unparse(s.node.right)
    return Explanation(
        "These two matrices cannot be multiplied",
        f"At {s.place}, `{left}` has {counted(int(features), 'column')} and `{right}` has "
        f"{counted(int(wanted), 'row')}. The two numbers must be equal.",
        f"Print `{left}.shape` and `{right}.shape`. Perhaps one of them has to be flipped with `.T`.",
    )


def _of_a_layer(s: Situation, layer: nn.Linear, shape: tuple[int, ...]) -> Explanation:
    """Explain a layer that gets an input of another number of features than it was made for."""
    wanted, given = counted(layer.in_features, "feature"), counted(shape[-1], "feature")
    if len(shape) > PAIR and math.prod(shape[1:]) == layer.in_features:
        return Explanation(
            "The rows are not flat",
            f"At {s.place}, {s.name_of(layer)} needs {wanted} in one row. Its input has shape {shape}, so each example "
            f"still has {len(shape) - 1} dimensions.",
            "Make one row of each example: with `nn.Flatten()` as the first layer of the network, or with "
            "`.flatten(start_dim=1)`.",
        )
    flat = f" A tensor of one dimension counts as one row of {given}." if len(shape) == 1 else ""
    turned = (
        f" If these are the {shape[0]} numbers of one example, put them into one row: `[[a, b]]` has one row and two "
        "columns, `[[a], [b]]` has two rows."
        if shape == (layer.in_features, 1)
        else ""
    )
    return Explanation(
        f"A layer gets {given}, but it was made for {layer.in_features}",
        f"At {s.place}, {s.name_of(layer)} is `Linear({layer.in_features}, {layer.out_features})`, so each row of its "
        f"input needs {wanted}. Its input has shape {shape}.{flat}",
        "Compare the first number of `nn.Linear(...)` with the number of columns that arrive. For a layer after "
        f"another one, the first number is the second number of the layer before it.{turned}",
    )


@explains("ValueError", r"[Tt]arget size \(torch\.Size\(\[([\d, ]*)\]\)\).*input size \(torch\.Size\(\[([\d, ]*)\]\)\)")
def target_size(s: Situation, target: str, given: str) -> Explanation | None:
    outputs, labels = shape_of(given), shape_of(target)
    shapes = f"At {s.place}, the outputs have shape {outputs} and the labels have shape {labels}."
    if len(outputs) == len(labels) == PAIR and outputs[0] == labels[0] and labels[1] == 1:
        return Explanation(
            f"The network gives {outputs[1]} numbers for each row, and there is one label",
            f"{shapes} This criterion compares one number with one label.",
            "Either let the last layer give one number, or choose the loss for several scores per row: "
            "`nn.CrossEntropyLoss()`, with class numbers as labels.",
        )
    flattening = re.search(r"\w+((?:\.squeeze|\.flatten|\.view|\.reshape)\([^()]*\))", s.line)
    look = "Print both shapes, and find the line that changes one of them."
    if 0 < len(labels) < len(outputs):
        look = "Give the labels one row per example: `.unsqueeze(1)` turns shape (n,) into (n, 1)."
        if flattening is not None:
            look = f"Remove `{flattening[1]}` from this line: it takes the second dimension away."
    return Explanation(
        "Outputs and labels have different shapes", f"{shapes} The criterion needs the same shape for both.", look
    )


@explains("RuntimeError", r"^The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)")
def sizes(s: Situation, first: str, second: str) -> Explanation | None:
    return Explanation(
        f"Two tensors have {first} and {second} entries, and these cannot be paired",
        f"{s.met} computes with both, entry by entry.{s.seen}",
        _rows_of_the_notebook(s)
        or "Use tensors that belong to the same rows: for example, do not compare predictions for one dataset with "
        "the labels of another.",
    )


@explains("AssertionError", r"^Size mismatch between tensors")
def dataset_rows(s: Situation) -> Explanation | None:
    tensors = next((names["tensors"] for names in s.inner("__init__") if "tensors" in names), ())
    rows = [str(len(each)) for each in tensors if isinstance(each, Tensor) and each.ndim]
    if len(rows) < PAIR:
        return None
    return Explanation(
        "The tensors of a dataset need the same number of rows",
        f"{s.met} gives it tensors with {in_words(rows)} rows.",
        "`.flatten()` puts the numbers of all examples into a single row. `.flatten(start_dim=1)` keeps the examples "
        "apart."
        if ".flatten()" in s.line
        else "Print the `.shape` of each: the first number counts the rows. Do both belong to the same examples?",
    )


@explains("RuntimeError", r"^The expanded size of the tensor \(\d+\) must match")
def expand(s: Situation) -> Explanation | None:
    return _fixed_rows(s)


@explains("RuntimeError", r"^shape '\[([\d, -]+)\]' is invalid for input of size (\d+)")
def view(s: Situation, shape: str, size: str) -> Explanation | None:
    return _fixed_rows(s) or Explanation(
        f"{size} numbers do not fit into shape ({shape})",
        f"{s.met} changes the shape of a tensor.{s.seen}",
        f"The product of the new sizes has to be {size}. With `-1` in one place, PyTorch computes that size.",
    )


def _rows_of_the_notebook(s: Situation) -> str:
    """Say which tensors of a statement in a function belong to the notebook and not to the function; "" if none."""
    used = [name for name, _ in s.tensors()]
    foreign = [name for name in used if s.parameters and name not in s.local_names]
    if not foreign:
        return ""
    given = ", ".join(f"`{each}`" for each in s.parameters)
    belongs = "is a name" if len(foreign) == 1 else "are names"
    told = (
        f"{listed(foreign)} {belongs} of the notebook. `{s.function}` is given {given}, which may have other rows. "
        "Compute only with what the function is given."
    )
    own = [each for each in s.parameters if isinstance(s.local_names.get(each), Tensor) and each not in used]
    meant = own if len(own) == 1 else [each for each in own if foreign[0].startswith(each)]
    if len(meant) == len(foreign) == 1:
        return f"{told} Do you mean `{meant[0]}` instead of `{foreign[0]}`?"
    return told if own else f"{told} It is given no labels, so is there anything to compare with?"


def _fixed_rows(s: Situation) -> Explanation | None:
    """Explain a number of rows that is typed in a function, for a tensor that the function is given: `y.view(8, 1)`."""
    name, value = s.receiver
    if s.call is None or not isinstance(value, Tensor) or not value.ndim:
        return None
    sizes = s.call.args[0].elts if s.call.args and isinstance(s.call.args[0], ast.Tuple | ast.List) else s.call.args
    typed = [each.value for each in sizes if isinstance(each, ast.Constant) and isinstance(each.value, int)]
    fixed = [each for each in typed if each > 1 and each not in value.shape]
    if not s.parameters or name not in s.local_names or len(fixed) != 1:
        return None
    called = "" if s.caller is not None else ", and the check calls yours with data of its own"
    return Explanation(
        f"`{s.function}` counts on {counted(fixed[0], 'row')}, and here there are {len(value)}",
        f"At {s.place}, `{name}` has shape {tuple(value.shape)}, which is {counted(value.numel(), 'number')}. A "
        f"function gets other rows from call to call{called}.",
        f"Do not write the number of rows into the function. With `-1` instead of `{fixed[0]}`, PyTorch works it out.",
    )
