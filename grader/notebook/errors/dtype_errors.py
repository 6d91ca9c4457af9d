"""Dtypes and values that a layer, a criterion or a mean cannot compute with."""

from __future__ import annotations

import ast

import torch
from torch import Tensor, nn

from grader.notebook.errors.library_names import home_of
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import PAIR, Explanation, Situation

explain_alike(
    (
        "RuntimeError",
        r"multi-target not supported",
        "This criterion needs one class number for each row",
        "{s.met} gets labels with two dimensions.{s.seen} `nn.CrossEntropyLoss` needs labels of shape (n,) that are "
        "class numbers.",
        "Remove the second dimension and convert: `y.squeeze(1).long()`. If the network has one output, use "
        "`nn.BCEWithLogitsLoss()` instead.",
    ),
    (
        "IndexError",
        r"^Target (-?\d+) is out of bounds",
        "There is a label {0}, but the network has no output for it",
        "{s.met} compares outputs and labels. With n outputs, the classes are 0 to n - 1.{s.seen}",
        "Give the last layer one output for each class, and number the classes from 0.",
    ),
    (
        "RuntimeError",
        r"all elements of input should be between 0 and 1",
        "`nn.BCELoss` needs probabilities",
        "{s.met} gives it numbers below 0 or above 1.",
        "End the network with `nn.Sigmoid()`, or use `nn.BCEWithLogitsLoss()`, which takes logits. The labels must be "
        "0.0 or 1.0.",
    ),
    (
        "ValueError",
        r"is not a valid value for reduction",
        "`reduction` is a word in quotation marks",
        "The criterion was made with another value. This shows at {s.place}.",
        'Write `reduction="mean"` or `reduction="sum"`, or leave it out.',
    ),
)


def _dtype_of(cpp_name: str) -> str:
    """Return the dtype that PyTorch's messages call "Long", "double" or "long int": "int64"; "" if there is none."""
    odd = {"Byte": torch.uint8, "long int": torch.int64}
    dtype = odd.get(cpp_name.strip(), getattr(torch, cpp_name.strip().lower(), None))
    return str(dtype).removeprefix("torch.") if isinstance(dtype, torch.dtype) else ""


@explains("RuntimeError", r"mat1 and mat2 must have the same dtype, but got (\w+) and (\w+)")
@explains("RuntimeError", r"expected m1 and m2 to have the same dtype, but got: ([\w ]+) != ([\w ]+)")
def layer_dtype(s: Situation, given: str, computes_with: str) -> Explanation | None:
    got, wanted = _dtype_of(given), _dtype_of(computes_with)
    if not got:
        return None
    return Explanation(
        f"The input has dtype {got}, and the layer computes with {wanted}",
        f"{s.met} gives a tensor of dtype {got} to a layer with parameters of dtype {wanted}.{s.seen}",
        "Convert the tensor with `.float()`, make it with `dtype=torch.float32`, or write its numbers with a decimal "
        "point, as `1.0`."
        if wanted == "float32"
        else "Use the same dtype for both.",
    )


@explains("RuntimeError", r"^Found dtype (\w+) but expected (\w+)|expected scalar type (\w+) but found (\w+)")
def loss_dtype(s: Situation, found: str, expected: str, expected_2: str, found_2: str) -> Explanation | None:
    got, wanted = _dtype_of(found or found_2), _dtype_of(expected or expected_2)
    if not got or wanted not in ("float32", "float64"):
        return None
    return Explanation(
        f"A tensor has dtype {got}, and {wanted} is needed",
        f"{s.met} computes with both.{s.seen}",
        "Check the dtype of the labels. Convert them with `.float()`, or write them with a decimal point."
        if wanted == "float32"
        else "Convert both to float32 with `.float()`.",
    )


@explains("TypeError", r"argument 'dtype' must be torch\.dtype, not (\w+)", ast.Call)
def dtype_as_text(s: Situation, call: ast.Call, kind: str) -> Explanation | None:
    given = next((each.value for each in call.keywords if each.arg == "dtype"), None)
    if not isinstance(given, ast.Constant | ast.Name):
        return None
    text = str(given.value) if isinstance(given, ast.Constant) else given.id
    meant = f"torch.{text}" if home_of(text) else "torch.float32"
    return Explanation(
        "A dtype belongs to PyTorch, and is not a text",
        f"{s.met} gives `dtype={ast.unparse(given)}`, which has type `{kind}`.",
        f"Write `dtype={meant}`, without quotation marks.",
    )


@explains("RuntimeError", r"^mean\(\): could not infer output dtype.*Got: (\w+)")
def mean_of_integers(s: Situation, kind: str) -> Explanation | None:
    return Explanation(
        "`mean` needs floats",
        f"{s.met} takes the mean of a tensor of dtype {_dtype_of(kind) or kind}.",
        "Convert it first: `.float().mean()`.",
    )


@explains("RuntimeError", r"[Ll]ong or Byte,? but (?:got|found) (\w+)")
@explains("RuntimeError", r"expected scalar type Long but found (\w+)")
def class_dtype(s: Situation, kind: str) -> Explanation | None:
    got = _dtype_of(kind)
    if not got:
        return None
    return Explanation(
        "This criterion needs class numbers as labels",
        f"{s.met} gets labels of dtype {got}.{s.seen} A loss that chooses between classes needs whole numbers, one "
        "for each row: the number of the right class.",
        "Convert the labels with `.long()` and give them shape (n,). If your labels are 0.0 and 1.0 and the network "
        "has one output, use `nn.BCEWithLogitsLoss()` instead.",
    )


@explains("RuntimeError", r"all elements of target should be between 0 and 1")
def no_probability(s: Situation) -> Explanation | None:
    if s.call is not None and len(s.call.args) == PAIR and _is_output(s, s.call.args[1]):
        first, second = map(ast.unparse, s.call.args)
        return Explanation(
            "The predictions and the labels are swapped",
            f"{s.met} gives `{first}` as the predictions and `{second}` as the labels.",
            "A criterion gets the predictions first, and then the labels.",
        )
    return Explanation(
        "`nn.BCELoss` needs labels between 0 and 1",
        f"{s.met} gives it labels below 0 or above 1.{s.seen}",
        "Print the labels. For two classes they are 0.0 and 1.0.",
    )


def _is_output(s: Situation, node: ast.AST) -> bool:
    """Tell whether an expression is computed from a network's output: from a call of one, or a tensor with a graph."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    values = [s.value(each) for each in ast.walk(node) if isinstance(each, ast.Name)]
    return any(isinstance(s.value(each.func), nn.Module) for each in calls) or any(
        isinstance(each, Tensor) and each.requires_grad for each in values
    )
