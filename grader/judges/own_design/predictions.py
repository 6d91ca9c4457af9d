"""The judge of a function that predicts: the form of its answers, what they depend on, and how many are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.finding import Finding
from grader.core.numbers import row, shown
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.evidence.tables import rows_seen
from grader.evidence.values import Value
from grader.judges.functions.calls import stopped
from grader.judges.own_design.others_rows import Tables
from grader.judges.parts.accuracy import best_accuracy_of, fraction_equal

RETURNED = "Look at the `return` line of your function. What does it give back, and of which type is it?"
OTHER_FORM = 1  # points that another form costs if the answers can be read anyway
LOOKED_AT = 32  # batches
MEMORISED = 0.1  # so much more often right on known rows than on new ones, below the highest tier


class Tier(NamedTuple):
    """So many points for an accuracy of at least `accuracy`."""

    accuracy: float
    points: float


class Asked(NamedTuple):
    """What `predict` is called on: new rows (n, d) with results (n, 1), twice; the first half of them, backwards; one
    row; then `known` rows with their results."""  # noqa: D205, D209 - one sentence

    new: tuple[Tensor, Tensor]
    known: tuple[Tensor, Tensor]

    @property
    def inputs(self) -> list[Tensor]:
        x = self.new[0]
        return [x, x, x[: len(x) // 2].flip(0), x[:1], self.known[0]]


def expect_predictions(
    function: Function, network: Network, asked: Asked, tiers: Sequence[Tier], tables: Tables
) -> Iterator[Finding]:
    """Labels 0 or 1, (n, 1), right as often as the highest of `tiers` asks for.

    `network` was called on the new rows. `tables` knows the rows that it should not have been trained on.
    """
    name, answers = function.value.name, []
    for call, given in zip(function.calls, asked.inputs, strict=False):
        read = _read(name, call, len(given))
        if not isinstance(read, _Answers):
            yield read
            return
        answers.append(read)
    if answers[0].other_form:
        yield answers[0].other_form.costing(OTHER_FORM)
    full = tiers[0].points
    first, again, half, one, known = (read.labels for read in answers)
    new = asked.new[1].reshape(-1)
    if not torch.equal(first, again):
        share = float((first != again).float().mean())
        told = f"`{name}` was called twice on the same rows and gave different answers for {share:.1%} of them."
        yield found("train-mode-left-on", told, full)
        return
    reached = fraction_equal(first, new)
    alone = torch.cat([half.flip(0) != first[: len(half)], one != first[:1]])
    if bool(alone.any()):
        told = (
            f"`{name}` changed {int(alone.sum())} of {len(alone)} answers when it got the same rows with different "
            f"rows beside them."
        )
        yield found("mixed-rows", told, full)
        return
    if network.outputs is not None and not bool(network.outputs.isfinite().any()) and len(first.unique()) == 1:
        told = (
            f"`{network.value.name}` gives no finite number for any of the new matches, so `{name}` answers "
            f"{shown(first[0])} for all of them. The training of `{network.value.name}` diverged."
        )
        look = "Repair exercise `training` first: look at the first epochs of its two curves."
        yield found("learning-rate-too-high", told, full, look)
        return
    if len(first.unique()) == 1:
        yield found("constant-prediction", f"`{name}` gives {shown(first[0])} for each of the {len(first)} rows.", full)
        return
    points = next((tier.points for tier in tiers if reached >= tier.accuracy), 0.0)
    limit = _other_limit(name, first, new, network)
    if limit:
        look = "What does the network give: scores of any size, or probabilities? Which output means 50 %?"
        yield found("wrong-values", limit, max(OTHER_FORM, full - points), look)
    elif points < full:
        on_known = fraction_equal(known, asked.known[1].reshape(-1))
        why = _why(reached, on_known, first, new, network, asked, tables)
        facts = (
            f"`{name}` is right for {reached:.1%} of {len(new)} new matches. The exercise asks for "
            f"{shown(tiers[0].accuracy * 100)}%."
        )
        yield found(why.code, f"{facts} {why.message}", full - points, why.hint)


class _Answers(NamedTuple):
    labels: Tensor  # (n,)
    other_form: Finding | None


def _read(name: str, call: Call, count: int) -> _Answers | Finding:
    """Return the answers of one call, with a note if their form is wrong; a finding if they cannot be read."""
    asked = f"`{name}(X)` with X of shape ({count}, 4)"
    if call.raised:
        if call.raised.late:
            return stopped(asked, call.raised)
        alone = "Expected more than 1 value per channel" in call.raised.message
        told = f"{asked} stopped with {call.raised}."
        return found("train-mode-left-on" if alone else "raised-an-error", told)
    result = call.result
    if result is None or result.kind not in ("tensor", "array", "sequence") or result.numbers is None:
        return found("wrong-type", f"{asked} returned {result}, not a tensor.", hint=RETURNED)
    numbers = result.numbers.to(torch.float64)
    if not bool(torch.isfinite(numbers).all()):
        told = f"{asked} returned [{row(numbers, 3)}]. Not all of these numbers are finite."
        return found("wrong-values", told, hint="Print the outputs of the network for a few rows. Is its loss finite?")
    return _labels(asked, result, numbers, count)


def _labels(asked: str, result: Value, numbers: Tensor, count: int) -> _Answers | Finding:
    shape = tuple(numbers.shape)
    own = " Does it use the `X` that it is given?" if shape and shape[0] != count else ""
    other_shape = found(
        "wrong-shape",
        f"{asked} returned {result}. The exercise asks for shape ({count}, 1).{own}",
        hint=_which_shape(shape, count),
    )
    odd = None
    if result.kind in ("sequence", "array"):
        odd = found("wrong-type", f"{asked} returned {result}, not a tensor.", hint=RETURNED)
    elif shape != (count, 1):
        odd = other_shape
    if shape == (count, 2):
        return _Answers(numbers.argmax(dim=1).to(torch.float64), odd)
    if numbers.numel() != count:
        return odd or other_shape
    numbers = numbers.reshape(-1)
    if bool(((numbers == 0) | (numbers == 1)).all()):
        return _Answers(numbers, odd)
    low, high = float(numbers.min()), float(numbers.max())
    are_chances = low >= 0 and high <= 1
    what = "probabilities" if are_chances else "scores"
    odd = odd or found(
        "wrong-values",
        f"{asked} returned numbers from {shown(low)} to {shown(high)}. These are {what}, not the labels 0 and 1.",
        hint=f"From which of these {what} on is the answer 1? Compare them with this limit before you return them.",
    )
    return _Answers((numbers >= (0.5 if are_chances else 0)).to(torch.float64), odd)


def _which_shape(shape: tuple[int, ...], count: int) -> str | None:
    """Say where to look if the answers for `count` rows have this shape."""
    if not shape:
        return "The exercise asks for one answer for each row. Which call makes one number of all answers?"
    if shape[:1] != (count,):
        return (
            "Which rows does your function give to the network: those of its parameter, or others with a similar name?"
        )
    if shape == (count,):
        return "The answers are there, but one dimension is missing: each row has one answer in a column of its own."
    return None


def _why(
    reached: float, on_known: float, labels: Tensor, new: Tensor, network: Network, asked: Asked, tables: Tables
) -> Finding:
    """Say why too few answers for new rows are right."""
    turned, share = 1 - reached, float(new.mean())
    if turned > 0.6:
        flipped = f"If its answers were flipped, {turned:.1%} would be right."
        look = (
            "Which outputs of the network mean a win, large ones or small ones? Look at the comparison in your "
            "function."
        )
        return found("wrong-values", flipped, hint=look)
    elsewhere = _other_scale(labels, network, asked) or _trained_elsewhere(network, asked.new[0].shape[1], tables)
    if elsewhere:
        return elsewhere
    if on_known - reached >= MEMORISED:
        return found("overfitted", f"On the matches that you have, it is right for {on_known:.1%}.")
    itself = _network_is_better(reached, new, network)
    if itself:
        return itself
    told = f"Guessing is right 50% of the time, and always answering the commoner label {max(share, 1 - share):.1%}."
    return found("accuracy-too-low", told)


def _other_limit(name: str, labels: Tensor, results: Tensor, network: Network) -> str | None:
    """Return what shows that scores are compared with 0.5, or probabilities with 0; None if nothing does.

    Any other limit may be the learner's own choice. A network gives scores if a sigmoid of its outputs is nearer to
    the results than the outputs themselves.
    """
    outputs = network.outputs
    if outputs is None or outputs.numel() != len(labels) or not bool(torch.isfinite(outputs).all()):
        return None
    outputs = outputs.reshape(-1).to(torch.float64)
    highest_loss, lowest_win = outputs[labels == 0].max(), outputs[labels == 1].min()
    if not highest_loss < lowest_win or float((outputs > 0).double().mean()) in (0.0, 1.0):
        return None  # the answers are not those of a limit on these outputs
    by_sigmoid = (outputs.sigmoid() - results).square().mean()
    right, other = (0.0, 0.5) if by_sigmoid < (outputs - results).square().mean() else (0.5, 0.0)
    if not highest_loss <= other <= lowest_win or highest_loss <= right <= lowest_win:
        return None
    between = int(((outputs > min(right, other)) & (outputs <= max(right, other))).sum())
    means = "scores, where 0 means a probability of 0.5" if other else "numbers near 0 and 1, with 0.5 halfway"
    return (
        f"`{name}` answers 1 from an output of {shown(other)} upwards, but `{network.value.name}` gives {means}. "
        f"So {between} of {len(labels)} answers are the less likely ones."
    )


def _trained_elsewhere(network: Network, width: int, tables: Tables) -> Finding | None:
    runs = network.history.runs
    rows = rows_seen(runs[-1].inputs[:LOOKED_AT], width) if runs else torch.zeros(0, width)
    owner = tables.owner(rows) if len(rows) else None
    told = f"The network was trained on rows of {owner}, but the new matches are of {tables.own}."
    return found("other-variant", told) if owner else None


def _network_is_better(reached: float, new: Tensor, network: Network) -> Finding | None:
    """Return a finding if the network alone is right for far more of the new rows than the fraction `reached`."""
    outputs = network.outputs
    if outputs is None or outputs.shape[:1] != new.shape or outputs.numel() > 2 * len(new):
        return None
    if not bool(outputs.isfinite().all()):
        return None
    alone = best_accuracy_of(outputs.reshape(len(new), -1).to(torch.float64), new.reshape(-1, 1))
    if alone < reached + MEMORISED:
        return None
    told = (
        f"`{network.value.name}` itself is right for {alone:.1%} of them, if it gets the rows as they are. So the "
        "mistake is between the rows and the network, or between its outputs and the answers."
    )
    look = "What does the function do to `X` before the network gets it, and to the outputs of the network?"
    return found("accuracy-too-low", told, hint=look)


def _other_scale(labels: Tensor, network: Network, asked: Asked) -> Finding | None:
    """Return a finding that says how the scale that the network was trained on differs from that of `predict`."""
    outputs, runs = network.outputs, network.history.runs
    if outputs is None or not runs or not runs[-1].inputs or outputs.shape[:1] != labels.shape:
        return None
    if outputs.dim() == 2 and outputs.shape[1] == 2:
        own = [outputs.argmax(dim=1)]
    else:
        own = [outputs.reshape(len(labels), -1)[:, 0] >= limit for limit in (0.0, 0.5)]
    if not any(fraction_equal(one.to(torch.float64), labels) > 0.99 for one in own):
        return None
    seen = rows_seen(runs[-1].inputs, asked.new[0].shape[1])
    if not len(seen):
        return None
    trained, given = seen.to(torch.float64).amax(dim=0), asked.new[0].to(torch.float64).amax(dim=0)
    column = int((given - trained).abs().argmax())
    if float((trained - given).abs()[column]) < 0.3 * float(given[column]):
        return None
    told = (
        f"In column {column}, counted from 0, the network was trained on numbers up to {shown(trained[column])}, "
        f"but `predict` hands it numbers up to {shown(given[column])}."
    )
    return found("scale-differs", told)
