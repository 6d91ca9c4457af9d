"""Judges of given values: a tensor of a lesson's data, a number worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found
from grader.core.numbers import close, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from torch import Tensor

    from grader.core.verdict import Finding
    from grader.evidence.values import Value


def expect_tensor(value: Value, expected: Tensor) -> Iterator[Finding]:
    """A float32 tensor of the shape and the values of `expected`, which has rows (n, features)."""
    if value.kind != "tensor":
        yield found("wrong-type", f"`{value.name}` is {value}, not a tensor")
        return
    if value.layout != "strided":
        yield found(
            "wrong-type",
            f"`{value.name}` is {value}, which most losses and figures cannot use; the exercise asks for an ordinary "
            "tensor, as `to_dense()` makes of it",
        )
        return
    shape = tuple(expected.shape)
    if value.shape != shape:
        yield found("wrong-shape", f"`{value.name}` has shape {value.shape}; the exercise asks for {shape}")
        return
    if value.dtype != "float32":
        yield found("wrong-dtype", f"`{value.name}` has dtype {value.dtype}; the exercise asks for float32")
        return
    if value.numbers is None:
        yield found("wrong-values", f"`{value.name}` is {value}, which holds no numbers that can be read")
        return
    wrong = (~torch.isclose(value.numbers, expected, atol=1e-5)).nonzero().tolist()
    if wrong:
        at = tuple(wrong[0])
        yield found(
            "wrong-values",
            f"`{value.name}[{', '.join(map(str, at))}]` is {shown(value.numbers[at])}; "
            f"the exercise says {shown(expected[at])} ({len(wrong)} of {expected.numel()} numbers differ)",
        )


def expect_number(
    value: Value, expected: float, within: float, mistaken: Mapping[float, tuple[str, str]] | None = None
) -> Iterator[Finding]:
    """One number, `expected` give or take `within`. `mistaken` says what another number comes from: code and reason."""
    number = value.number
    if number is None:
        yield found("wrong-type", f"`{value.name}` is {value}, not a number")
        return
    if abs(number - expected) <= within:
        return
    for other, (code, reason) in (mistaken or {}).items():
        if abs(number - other) <= within:
            yield found(code, f"`{value.name}` is {shown(number)}: {reason}")
            return
    yield found("wrong-values", f"`{value.name}` is {shown(number)}, which is not the value asked for")


def expect_equal(value: Value, actual: float, source: str) -> Iterator[Finding]:
    """One number that equals `actual`, which was read from `source`."""
    number = value.number
    if number is None:
        yield found("wrong-type", f"`{value.name}` is {value}, not a number")
    elif not close(number, actual):
        yield found("wrong-values", f"`{value.name}` is {shown(number)}, but {source} {shown(actual)}")


def expect_plain(*values: Value) -> Iterator[Finding]:
    """Numbers as Python has them, for an exercise that asks to read them out; NumPy's own are as good.

    One finding for all, which costs one point: the numbers themselves are right.
    """
    kept = [value for value in values if value.kind != "number"]
    if kept:
        what = " and ".join(f"`{value.name}` is {value}" for value in kept)
        yield found(
            "wrong-type", f"{what}, with the right number in it; `.item()` reads it out as a Python float", cost=1
        )
