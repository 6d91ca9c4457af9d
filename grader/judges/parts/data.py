"""Judges of given values: a tensor of a lesson's data, a number worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, sentence, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from torch import Tensor

    from grader.core.verdict import Finding
    from grader.evidence.values import Value


ROUNDED = 1e-6  # how near a number has to be to one with fewer decimals


def expect_tensor(value: Value, expected: Tensor) -> Iterator[Finding]:
    """A float32 tensor of the shape and the values of `expected`, which has rows (n, features)."""
    if value.kind != "tensor":
        yield found("wrong-type", f"`{value.name}` is {value}, not a tensor.")
        return
    if value.layout != "strided":
        yield found(
            "wrong-type",
            f"`{value.name}` is {value}. Most losses and figures cannot use one. The exercise asks for an ordinary "
            "tensor, and `to_dense()` makes one of it.",
        )
        return
    shape = tuple(expected.shape)
    if value.shape != shape:
        yield found("wrong-shape", f"`{value.name}` has shape {value.shape}, but the exercise asks for {shape}.")
        return
    if value.dtype != "float32":
        yield found("wrong-dtype", f"`{value.name}` has dtype {value.dtype}, but the exercise asks for float32.")
        return
    if value.numbers is None:
        # hint: Print its `.device`. The device "meta" keeps a shape and no numbers.
        yield found("wrong-values", f"`{value.name}` is {value}, which holds no numbers that the check can read.")
        return
    wrong = (~torch.isclose(value.numbers, expected, atol=1e-5)).nonzero().tolist()
    if wrong:
        at, are = tuple(wrong[0]), "is" if len(wrong) == 1 else "are"
        all_wrong = f"In all, {len(wrong)} of {expected.numel()} numbers {are} wrong."
        yield found(
            "wrong-values",
            f"`{value.name}[{', '.join(map(str, at))}]` is {shown(value.numbers[at])}, "
            f"but the exercise says {shown(expected[at])}. {all_wrong}",
        )


def expect_number(
    value: Value, expected: float, within: float, mistaken: Mapping[float, tuple[str, str]] | None = None
) -> Iterator[Finding]:
    """One number, `expected` give or take `within`. `mistaken` says what a wrong number comes from: code and reason."""
    number = value.number
    if number is None:
        # hint: Python writes decimals with a point, and a comma makes two numbers of one.
        comma = " Did you write a decimal comma? Python needs a point." if _is_pair(value) else ""
        yield found("wrong-type", f"`{value.name}` is {value}, not a number.{comma}")
        return
    if abs(number - expected) <= within:
        return
    for other, (code, reason) in (mistaken or {}).items():
        if abs(number - other) <= within:
            yield found(code, f"`{value.name}` is {shown(number)}. {sentence(reason)}")
            return
    # hint: Work it out once more with pencil and paper, one step on each line.
    if number and any(abs(number - round(expected, digits)) < ROUNDED for digits in (1, 2)):
        yield found("wrong-values", f"`{value.name}` is {shown(number)}. It is rounded too much. Give more decimals.")
    else:
        yield found("wrong-values", f"`{value.name}` is {shown(number)}, which is not the number to be found.")


def _is_pair(value: Value) -> bool:
    """Tell whether a value is what Python makes of a number with a decimal comma."""
    return value.type_name == "tuple" and value.shape == (2,)


def expect_equal(value: Value, actual: float, source: str) -> Iterator[Finding]:
    """One number that equals `actual`, which was read from `source`."""
    number = value.number
    if number is None:
        yield found("wrong-type", f"`{value.name}` is {value}, not a number.")
    elif not close(number, actual):
        yield found("wrong-values", f"`{value.name}` is {shown(number)}, but {source} {shown(actual)}.")


def expect_plain(*values: Value) -> Iterator[Finding]:
    """Numbers as Python has them, for an exercise that asks to read them out; NumPy's own are as good.

    One finding for all, which costs one point: the numbers themselves are right.
    """
    kept = [value for value in values if value.kind != "number"]
    if kept:
        what = " and ".join(f"`{value.name}` is {value}" for value in kept)
        # hint: Print `type(...)` of it. Which method of a one-element tensor gives the bare number?
        holds = "it holds" if len(kept) == 1 else "each holds"
        yield found(
            "wrong-type",
            f"{what}, and {holds} the right number. `.item()` reads the number out as a Python float.",
            cost=1,
        )
