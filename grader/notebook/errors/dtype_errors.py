"""Tensors of a dtype that a layer, a loss or a mean cannot compute with."""

from __future__ import annotations

import ast

import torch

from grader.notebook.errors.library_names import home_of
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import Explanation, Situation


def dtype_of(cpp_name: str) -> str:
    """Return the dtype that PyTorch's messages call "Long", "double" or "long int": "int64"; "" if there is none."""
    odd = {"Byte": torch.uint8, "long int": torch.int64}
    dtype = odd.get(cpp_name.strip(), getattr(torch, cpp_name.strip().lower(), None))
    return str(dtype).removeprefix("torch.") if isinstance(dtype, torch.dtype) else ""


@explains("RuntimeError", r"mat1 and mat2 must have the same dtype, but got (\w+) and (\w+)")
@explains("RuntimeError", r"expected m1 and m2 to have the same dtype, but got: ([\w ]+) != ([\w ]+)")
def layer_dtype(s: Situation, given: str, computes_with: str) -> Explanation | None:
    got, wanted = dtype_of(given), dtype_of(computes_with)
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
    got, wanted = dtype_of(found or found_2), dtype_of(expected or expected_2)
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
        f"{s.met} takes the mean of a tensor of dtype {dtype_of(kind) or kind}.",
        "Convert it first: `.float().mean()`.",
    )
