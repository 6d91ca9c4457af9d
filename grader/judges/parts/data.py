"""Judges of given values: a tensor of a lesson's data, a number worked out by hand or read out of a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import close, counted, in_words, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network
from grader.evidence.values import Value
from grader.judges.findings import at_most_one

ROUNDED = 1e-6  # how near a number has to be to one with fewer decimals
NOT_YET_A_TENSOR = (
    "The numbers are there, but not yet in the right type. Which function of `torch` makes a tensor of numbers?"
)
ON_PAPER = "Work it out once more with pencil and paper, one step on each line."
UNSET = (
    "Print your numbers, and compare them one by one with those that the exercise gives. If you do not know where a "
    "number comes from: `torch.Tensor(3, 1)` and `torch.empty(3, 1)` make a tensor of this shape without setting its "
    "numbers."
)


@at_most_one
def expect_tensor(value: Value, expected: Tensor, *, is_given: bool = True) -> Finding | None:
    """A float32 tensor of the shape and the values of `expected`, which has rows (n, features).

    A finding names a right number only if the text of the exercise gives the numbers (`is_given`).
    """
    if value.kind != "tensor":
        look = NOT_YET_A_TENSOR if value.kind in ("sequence", "array") else None
        return found("wrong-type", f"`{value.name}` is {value}, not a tensor.", hint=look)
    if value.layout != "strided":
        told = (
            f"`{value.name}` is {value}. Most losses and figures cannot use one. The exercise asks for an ordinary "
            "tensor, and `to_dense()` makes one of it."
        )
        return found("wrong-type", told, hint="Print the tensor. Which call made it sparse?")
    shape = tuple(expected.shape)
    if value.shape != shape:
        told = f"`{value.name}` has shape {value.shape}, but the exercise asks for {shape}."
        return found("wrong-shape", told, hint=_why_another_shape(value, shape))
    if value.dtype != "float32":
        return found("wrong-dtype", f"`{value.name}` has dtype {value.dtype}, but the exercise asks for float32.")
    if value.numbers is None:
        told = f"`{value.name}` is {value}, which holds no numbers that the check can read."
        look = 'Print its `.device`. The device "meta" keeps a shape and no numbers.'
        return found("wrong-values", told, hint=look)
    wrong = (~torch.isclose(value.numbers, expected, atol=1e-5)).nonzero().tolist()
    if wrong:
        at, are = tuple(wrong[0]), "is" if len(wrong) == 1 else "are"
        all_wrong = f"In all, {len(wrong)} of {expected.numel()} numbers {are} wrong."
        hint = (UNSET if _is_unset(value.numbers) else None) if is_given else ON_PAPER
        right = f"but the exercise says {shown(expected[at])}" if is_given else "which is not the number to be found"
        finding = found(
            "wrong-values",
            f"`{value.name}[{', '.join(map(str, at))}]` is {shown(value.numbers[at])}, {right}. {all_wrong}",
            hint=hint,
        )
        return _in_another_order(finding, value.numbers, expected) or finding
    return None


def _in_another_order(finding: Finding, numbers: Tensor, expected: Tensor) -> Finding | None:
    """Return a finding that says too that a table (n, d) has the right numbers in another order, if it has."""
    if expected.shape[1] > 1 and torch.allclose(numbers.flip(1), expected, atol=1e-5):
        order = "The numbers are right, but the columns are in another order."
        look = "In which order does the exercise name the features? Compare it with the order in each of your rows."
        return found(finding.code, f"{finding.message} {order}", hint=look)
    ours, theirs = (rows[rows[:, 0].argsort(stable=True)] for rows in (expected, numbers))
    if len(expected.unique(dim=0)) == len(expected) and torch.allclose(theirs, ours, atol=1e-5):
        order = "The rows are right, but they are in another order."
        look = "Which line changes the order of the rows? Features and results have to stay side by side."
        return found(finding.code, f"{finding.message} {order}", hint=look)
    return None


def _is_unset(numbers: Tensor) -> bool:
    """Tell whether numbers look like those of memory that nobody has written to: next to 0, huge, or all 0."""
    sizes = numbers.to(torch.float64).abs()
    odd = ~sizes.isfinite() | (sizes > 1e6) | ((sizes > 0) & (sizes < 1e-6))
    return bool(odd.any()) or not bool(numbers.any())


def _why_another_shape(value: Value, asked: tuple[int, ...]) -> str:
    """Say where to look if a table of the shape `asked`, (rows, columns), has another shape."""
    given = value.shape or ()
    if len(given) < len(asked):
        return "Print its `.shape`. Each row needs square brackets of its own, even if it holds a single number."
    if given == asked[::-1]:
        return (
            "Print its `.shape`. Rows and columns are swapped: one row is one example, and one column is one feature."
        )
    if len(given) == len(asked) and given[0] != asked[0] and given[1] != asked[1]:
        return (
            f"Print its `.shape`: the first number counts rows, and the second one columns. The exercise asks for all "
            f"{asked[0]} rows. If you use an index, its first part chooses rows and the part after the comma columns."
        )
    rows, columns = (counted(number, noun) for number, noun in zip(asked, ("row", "column"), strict=True))
    if given == (asked[0], 2 * asked[1]) and value.dtype == "int64":
        return (
            "Print it: each row has twice as many numbers as it should have. Did you write decimal commas? Python "
            "needs a point, because `1.0` is one number, and `1,0` are the two numbers 1 and 0."
        )
    if given == (1, asked[1]):
        return (
            f"There is one row, and the exercise asks for {asked[0]}. Does a loop assign the name again in each round? "
            "Then only the last row is left. Which brackets have to be around all rows?"
        )
    return (
        f"Print its `.shape`. The exercise asks for {rows}, one for each example, and {columns}, one for each feature."
    )


def expect_number(
    value: Value, expected: float, within: float, mistaken: Mapping[float, tuple[str, str]] | None = None
) -> Iterator[Finding]:
    """One number, `expected` give or take `within`. `mistaken` says what a wrong number comes from: code and reason."""
    number = value.number
    if number is None:
        comma, look = "", None
        if value.type_name == "tuple" and value.shape == (2,):
            comma = " Did you write a decimal comma? Python needs a point."
            look = "Python writes decimals with a point, and a comma makes two numbers of one."
        elif value.kind == "text":
            look = "Quotation marks make a text of it. A number is written without them."
        yield found("wrong-type", f"`{value.name}` is {value}, not a number.{comma}", hint=look)
        return
    if abs(number - expected) <= within:
        return
    for other, (code, reason) in (mistaken or {}).items():
        if abs(number - other) <= within:
            yield found(code, f"`{value.name}` is {shown(number)}. {sentence(reason)}", hint=ON_PAPER)
            return
    if number and any(abs(number - round(expected, digits)) < ROUNDED for digits in (1, 2)):
        told = f"`{value.name}` is {shown(number)}. It is rounded too much. Give more decimals."
        look = "Let Python compute the number, or copy more of its digits."
    else:
        told = f"`{value.name}` is {shown(number)}, which is not the number to be found."
        look = ON_PAPER
    yield found("wrong-values", told, hint=look)


def expect_equal(value: Value, actual: float, source: str) -> Iterator[Finding]:
    """One number that equals `actual`, which was read from `source`."""
    number = value.number
    if number is None:
        look = "Print `type(...)` of it. Which call reads one number out of a tensor?"
        yield found("wrong-type", f"`{value.name}` is {value}, not a number.", hint=look)
    elif not close(number, actual):
        told = f"`{value.name}` is {shown(number)}, but {source} {shown(actual)}."
        look = f"Where does `{value.name}` get its number from, and has that changed since? Run the cell again."
        if any(abs(number - round(actual, digits)) < ROUNDED for digits in range(5)):
            told += " This is the same number, rounded."
            look = "Which call changes the number? Keep it as it is, and round only when you print."
        yield found("wrong-values", told, hint=look)


def expect_plain(*values: Value) -> Iterator[Finding]:
    """Numbers as Python has them, for an exercise that asks to read them out; NumPy's own are as good.

    One finding for all, which costs one point: the numbers themselves are right.
    """
    kept = [value for value in values if value.kind != "number"]
    if kept:
        what = in_words([f"`{value.name}` is {value}" for value in kept])
        holds = "it holds" if len(kept) == 1 else "each holds"
        told = f"{what}, and {holds} the right number. `.item()` reads the number out as a Python float."
        look = "Print `type(...)` of it. Which method of a one-element tensor gives the bare number?"
        yield found("wrong-type", told, cost=1, hint=look)


def why_stale(network: Network, numbers: Sequence[float] = ()) -> str:
    """Return one more sentence: what happened to `network` since `numbers` were read from it; "" for nothing."""
    name, runs = network.value.name, network.history.runs
    if not runs:
        return f" No optimizer has taken a step on `{name}`. Did you re-create it after its training?"
    earlier = [run.last.tolist() for run in runs[:-1]]
    if numbers and any(all(any(close(n, held) for held in values) for n in numbers) for values in earlier):
        return f" `{name}` was trained again after these numbers were read."
    return ""
