"""What a criterion needs of predictions and labels: equal shapes, class numbers, probabilities, the right order."""

from __future__ import annotations

import ast
import re

from torch import Tensor, nn

from grader.notebook.errors.dtype_errors import dtype_of
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import PAIR, Explanation, Situation
from grader.notebook.errors.wording import shape_of

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


@explains("RuntimeError", r"[Ll]ong or Byte,? but (?:got|found) (\w+)")
@explains("RuntimeError", r"expected scalar type Long but found (\w+)")
def class_dtype(s: Situation, kind: str) -> Explanation | None:
    got = dtype_of(kind)
    if not got:
        return None
    return Explanation(
        "This criterion needs class numbers as labels",
        f"{s.met} gets labels of dtype {got}.{s.seen} A loss that chooses between classes needs whole numbers, one "
        "for each row: the number of the right class.",
        "Convert the labels with `.long()` and give them shape (n,). If your labels are 0.0 and 1.0 and the network "
        "has one output, use `nn.BCEWithLogitsLoss()` instead.",
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
