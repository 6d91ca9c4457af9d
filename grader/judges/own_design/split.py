"""The judge of a split: no row in both parts, none lost or made up, both classes in each, validation of a fair size."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.values import Value
from grader.judges.parts.scale import CLOSE, Scale, scale_between

ROWS_OF_X = "Print this row, and follow it back: which line makes it different from the rows of `X`?"
SLICES = (
    "Write down the first and the last row number of each set. Where one slice ends, the other has to begin: `[:5]` "
    "ends before row 5, and `[5:]` begins with it."
)
MIN_FRACTION, MAX_FRACTION = 0.1, 0.4  # fraction of the rows that validation may have


def expect_split(
    X_train: Value, y_train: Value, X_val: Value, y_val: Value, X: Tensor, y: Tensor
) -> Iterator[Finding]:  # fmt: skip
    """A split of rows `X` (n, d) with results `y` (n, 1), in any order, with columns as given or scaled."""
    for value, width in ((X_train, X.shape[1]), (y_train, 1), (X_val, X.shape[1]), (y_val, 1)):
        problem = _no_table(value, width)
        if problem:
            yield problem
            return
    for features, labels in ((X_train, y_train), (X_val, y_val)):
        rows_there, labels_there = len(features.tensor()), len(labels.tensor())
        if rows_there != labels_there:
            yield found(
                "wrong-shape",
                f"`{features.name}` has {counted(rows_there, 'row')}, but `{labels.name}` has {labels_there}. "
                "Each row needs its result.",
                hint="Compare the line that chooses the features with the one that chooses their results: do both use "
                "the same rows? The names before the `=` may also be in another order.",
            )
            return
    total, share = len(X), len(X_val.tensor()) / len(X)
    rows = torch.cat([X_train.tensor(), X_val.tensor()]).to(torch.float64)
    results = torch.cat([y_train.tensor(), y_val.tensor()]).to(torch.float64).reshape(-1)
    scale = scale_between(rows, X)
    at = None if scale is None else _which(rows, scale.of(X.to(torch.float64)))
    if at is None:
        at = _which(rows, X.to(torch.float64))
        yield _no_rows_of_these(X_train, X_val, X) if (at < 0).all() or len(rows) == total else _lost(at, total)
        return
    overlap = _overlap(at, len(X_train.tensor()), total)
    if overlap is not None:
        yield overlap
        return
    wrong = int((results != y.reshape(-1)[at]).sum())
    if wrong:
        verb = "has" if wrong == 1 else "have"
        yield found(
            "wrong-values",
            f"{wrong} of the {total} rows {verb} the result of a different row. Features and results must be chosen by "
            "the same indices.",
            hint="Follow one row: which line chooses its features, and which line its result? Each call that shuffles "
            "gives a new order. If this cell, or an earlier try of it, shuffles `X` or `y` itself, run the cell with "
            "`check.league()` again before this one.",
        )
        return
    yield from _of_a_fair_size(y_train, y_val, share)
    if scale is not None:
        yield from _scaled_by_all(scale, X_train, X)


def _no_table(value: Value, width: int) -> Finding | None:
    if value.kind != "tensor":
        look = "Print `type(...)` of it. How does an index with row numbers choose rows of `X` and of `y`?"
        return found("wrong-type", f"`{value.name}` is {value}, not a tensor.", hint=look)
    if len(value.shape or ()) != 2 or (value.shape or (0, 0))[1] != width:
        told = f"`{value.name}` has shape {value.shape}. The exercise asks for (rows, {width})."
        look = (
            "One dimension is missing. An index with a single column number, such as `[rows, 0]`, takes the column "
            "out, and so does `squeeze()`."
            if len(value.shape or ()) == 1
            else "Print its `.shape`, and those of `X` and `y`. The first part of an index chooses rows and the part "
            "after the comma columns. Are the names before the `=` in the order of the values?"
        )
        return found("wrong-shape", told, hint=look)
    if value.dtype != "float32":
        return found("wrong-dtype", f"`{value.name}` has dtype {value.dtype}. The exercise asks for float32.")
    if value.numbers is None or not bool(torch.isfinite(value.numbers).all()):
        look = "Did the cell divide by 0, for example by the standard deviation of a column that is always the same?"
        return found("wrong-values", f"`{value.name}` holds numbers that are not finite.", hint=look)
    return None


def _which(rows: Tensor, known: Tensor) -> Tensor:
    """Return for each row (m, d) the number of the nearest row of `known` (n, d), -1 if none is near."""
    span = (known.max(dim=0).values - known.min(dim=0).values).clamp(min=1e-12)
    distance, at = torch.cdist(rows / span, known / span, p=torch.inf).min(dim=1)
    return torch.where(distance <= CLOSE, at, -1)


def _no_rows_of_these(X_train: Value, X_val: Value, X: Tensor) -> Finding:
    if all(_standardised(part.tensor()) for part in (X_train, X_val)):
        return found(
            "scale-differs",
            f"`{X_train.name}` and `{X_val.name}` were each scaled with a mean and a standard deviation of their own, "
            "so the same match would get different numbers in the two sets. Both need those of the training rows.",
        )
    for value in (X_train, X_val):
        at = _which(value.tensor().to(torch.float64), X.to(torch.float64))
        strange = (at < 0).nonzero().reshape(-1).tolist()
        if strange:
            numbers = ", ".join(shown(v) for v in value.tensor()[strange[0]].tolist())
            told = f"Row {strange[0]} of `{value.name}`, [{numbers}], is not a row of `X`."
            return found("wrong-values", told, hint=ROWS_OF_X)
    at = _which(torch.cat([X_train.tensor(), X_val.tensor()]).to(torch.float64), X.to(torch.float64))
    other = found("wrong-values", "The rows are not those of `X`.", hint=ROWS_OF_X)
    return _overlap(at, len(X_train.tensor()), len(X)) or other


def _standardised(rows: Tensor) -> bool:
    """Tell whether each column has mean 0 and standard deviation 1."""
    rows = rows.to(torch.float64)
    return bool((rows.mean(dim=0).abs() < 1e-3).all()) and bool(((rows.std(dim=0) - 1).abs() < 0.02).all())


def _lost(at: Tensor, total: int) -> Finding:
    there = len(set(at[at >= 0].tolist()))
    if len(at) > total or there < len(at):
        twice = counted(len(at) - there, "row")
        told = (
            f"The two sets have {len(at)} rows together, but the league has {total}. {twice} "
            f"{'appears' if len(at) - there == 1 else 'appear'} twice."
        )
        return found("leaked-validation", told, hint=SLICES)
    lost = counted(total - there, "row")
    verb = "is" if total - there == 1 else "are"
    return found("wrong-values", f"The two sets have {there} of the {total} rows. {lost} {verb} missing.", hint=SLICES)


def _overlap(at: Tensor, first: int, total: int) -> Finding | None:
    training, validation = set(at[:first].tolist()), set(at[first:].tolist())
    both = len(training & validation - {-1})
    if both:
        facts = (
            f"{both} of the {len(validation)} validation rows {'is' if both == 1 else 'are'} in the training set as "
            "well."
        )
        again = first - len(training)
        if again:
            return found(
                "leaked-validation",
                f"{facts} The training set holds {counted(again, 'row')} more than once.",
                hint="How does your cell draw the row numbers? Numbers that are drawn one by one can come twice. In a "
                "shuffled list of all row numbers, each of them comes once.",
            )
        look = (
            "Which line makes the order of the rows, and how often does it run? Each call that shuffles gives a "
            "new order. Then look where one set ends and the other begins."
        )
        return found("leaked-validation", f"{facts} Do both sets come from the same shuffled row numbers?", hint=look)
    missing = total - len((training | validation) - {-1})
    if missing:
        verb = "is" if missing == 1 else "are"
        told = f"{missing} of the {total} rows {verb} in neither set, and other rows appear twice."
        return found("wrong-values", told, hint=SLICES)
    return None


def _of_a_fair_size(y_train: Value, y_val: Value, share: float) -> Iterator[Finding]:
    for value in (y_train, y_val):
        classes = sorted(set(value.tensor().reshape(-1).tolist()))
        if len(classes) < 2:
            told = f"`{value.name}` holds only {shown(classes[0])}. Both results must occur."
            look = "Are the rows sorted by their result before they are split? Shuffle them first."
            yield found("wrong-values", told, 1, look)
            return
    if not MIN_FRACTION <= share <= MAX_FRACTION:
        told = (
            f"The validation set has {share:.0%} of the rows. The exercise asks for {MIN_FRACTION:.0%} to "
            f"{MAX_FRACTION:.0%}."
        )
        look = "At which row does your cell cut, and on which side of the cut is the validation set?"
        yield found("wrong-values", told, 1, look)


def _scaled_by_all(scale: Scale, X_train: Value, X: Tensor) -> Iterator[Finding]:
    """Yield a finding if the numbers that a scaled column was made with come from all rows, validation included."""
    if bool(((scale.factor - 1).abs() < 1e-6).all()) and bool((scale.shift.abs() < 1e-6).all()):
        return
    rows = X.to(torch.float64)
    scaled, training = scale.of(rows), X_train.tensor().to(torch.float64)
    for what, every, own in (
        ("mean", scaled.mean(dim=0), training.mean(dim=0)),
        ("minimum", scaled.amin(dim=0), training.amin(dim=0)),
    ):
        if bool((every.abs() < 1e-4).all()) and not bool((own.abs() < 1e-4).all()):
            told = (
                f"The columns are scaled so that the {what} of all {len(X)} rows is 0, validation rows included. "
                f"Only the {what} of `{X_train.name}` should be 0."
            )
            yield found("leaked-validation", told, 1, "Which rows do the numbers come from that your cell scales with?")
            return
