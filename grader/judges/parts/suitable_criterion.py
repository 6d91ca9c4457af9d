"""Judges of a criterion that a learner chose: any loss that suits what the network gives."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits, cross_entropy, nll_loss

from grader.core.catalogue import CALL_IT, found
from grader.core.numbers import close, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.criteria import Criterion, Pairs
from grader.evidence.losses import CriterionOnForms
from grader.evidence.networks import Network
from grader.judges.findings import at_most_one
from grader.judges.parts.criterion import NO_TENSOR
from grader.judges.parts.objective import Loss

MIN_ZEROS = 3  # outputs that are exactly 0: more than chance brings about
PROBABILITY, SCORE, TWO, ONE_HOT = "probability", "score", "two scores", "two scores, one-hot targets"


def form_of(network: Network) -> str | None:
    """Return what a network gives for each row; None if it gives none of the known forms."""
    output = network.output
    if output is None or output.kind != "tensor" or output.numbers is None or not output.shape:
        return None
    shape, rows = output.shape, output.shape[0]
    if shape == (rows, 2):
        return TWO
    if shape not in ((rows, 1), (rows,)):
        return None
    inside = (output.numbers >= 0) & (output.numbers <= 1)
    return PROBABILITY if bool(inside.all()) else SCORE


@at_most_one
def expect_suitable_criterion(criterion: CriterionOnForms, network: Network, forms: dict[str, Pairs]) -> Finding | None:
    """A loss for what `network` gives: one number with a graph, lower for better predictions.

    The pairs of each form are predictions that are right, unsure and wrong, in this order, then one of large scores.
    """
    name, form = criterion.value.name, form_of(network)
    if criterion.value.kind not in ("network", "callable"):
        extra = " Parentheses make a criterion of it." if criterion.value.kind == "class" else ""
        look = f"Print `{name}`. A criterion can be called with predictions and targets, and gives their loss."
        return found("wrong-type", f"`{name}` is {criterion.value}, not a loss function.{extra}", hint=look)
    if form is None:
        told = f"`{network.value.name}` gives no predictions from which a loss could be computed."
        look = "The check of exercise `model` says what the network gives. Repair that first."
        return found("wrong-type", told, hint=look)
    if form == TWO and criterion.forms[TWO].raised and not criterion.forms[ONE_HOT].raised:
        form = ONE_HOT
    called, probes = criterion.forms[form], forms[form]
    return (
        _of_another_form(name, criterion, form, probes)
        or (_read_otherwise(name, called, form, probes, network) if form in (TWO, ONE_HOT) else None)
        or _no_loss(name, called)
        or (_never_below_zero(name, called, probes, network) if form == SCORE else None)
    )


def _numbers_of(called: Criterion) -> list[float]:
    """Return the criterion's value for each pair of probes; empty if one of them is not a number."""
    numbers = [loss.number for loss in called.losses if loss.number is not None]
    return numbers if len(numbers) == len(called.losses) else []


def _no_loss(name: str, called: Criterion) -> Finding | None:
    """Return a finding if the criterion gives no loss to train with, or a higher one for better predictions."""
    if called.raised:
        told = sentence(f"`{name}(prediction, target)` stopped with {called.raised}")
        return found("raised-an-error", told, hint=CALL_IT["criterion"])
    for loss in called.losses:
        if loss.kind != "tensor" or loss.numbers is None:
            told = f"`{name}(prediction, target)` returns {loss}, but `backward()` needs a tensor."
            return found("wrong-type", told, hint=NO_TENSOR)
        if loss.numbers.numel() != 1:
            return found("wrong-reduction", f"`{name}` gives {loss}: one loss for each row, instead of one for all.")
        if not loss.has_graph:
            given = shown(loss.numbers)
            return found("detached-loss", f"`{name}` gives {given} without the graph that `backward()` needs.")
    right, unsure, wrong = _numbers_of(called)[:3]
    if close(right, wrong, 1e-6):
        told = f"`{name}` gives {shown(right)} for right and for wrong predictions alike."
        look = "Call it on one prediction that is right and on one that is wrong. What does it compare?"
        return found("wrong-criterion", told, hint=look)
    if not right < unsure < wrong:
        return found(
            "wrong-criterion",
            f"`{name}` gives {shown(right)} for right predictions, {shown(unsure)} for unsure ones and {shown(wrong)} "
            "for wrong ones. A better prediction needs a lower loss.",
        )
    return None


def _of_another_form(name: str, criterion: CriterionOnForms, form: str, pairs: Pairs) -> Finding | None:
    """Return a finding if the loss is one for another form of prediction."""
    called = criterion.forms[form]
    values = _numbers_of(called)
    if form == PROBABILITY and len(values) >= 3 and _is_entropy_of_sigmoid(values, pairs):
        return found(
            "sigmoid-twice",
            f"The network gives probabilities already, and `{name}` applies a sigmoid to them. It gives "
            f"{shown(values[0])} for right predictions and {shown(values[2])} for wrong ones.",
        )
    refused = called.raised is not None and "between 0 and 1" in called.raised.message
    if form == SCORE and (refused or any(map(math.isnan, values[3:4]))):
        return found("sigmoid-missing", f"The network gives scores of any size, but `{name}` takes only probabilities.")
    if form == TWO and called.raised and not criterion.forms[PROBABILITY].raised:
        return found(
            "wrong-criterion",
            sentence(
                f"The network gives two scores for each row, but `{name}` takes one number for each row. PyTorch says: "
                f"{called.raised.message}"
            ),
        )
    return None


def _read_otherwise(name: str, called: Criterion, form: str, pairs: Pairs, network: Network) -> Finding | None:
    """Return a finding if the loss does not read two numbers a row in the way in which the network means them."""
    values, model, outputs = _numbers_of(called)[:3], network.value.name, network.outputs
    if len(values) < 3 or outputs is None:
        return None
    outputs = outputs.to(torch.float64)
    are_chances, are_logarithms = _sum_to_one(outputs), _sum_to_one(outputs.exp())
    if are_chances and _proportional(values, cross_entropy, pairs):
        return found(
            "softmax-in-model",
            f"`{model}` gives probabilities, because it ends with a softmax, and `{name}` applies a softmax once more. "
            "So the loss of a row can never fall below 0.31.",
        )
    if form == TWO:
        if are_logarithms or not _proportional(values, nll_loss, pairs):
            return None
        kind = "probabilities" if are_chances else "scores"
        return found(
            "nll-on-logits",
            f"`{model}` gives {kind}, but `{name}` expects the logarithms of probabilities. For right predictions it "
            f"gives {shown(values[0])}, and a loss should not be negative.",
        )
    if _proportional(values, binary_cross_entropy_with_logits, pairs):
        return found(
            "wrong-criterion",
            f"`{model}` gives two scores for each row, one for each class, but `{name}` reads them as the answers to "
            "two separate questions.",
        )
    if _proportional(values, binary_cross_entropy, pairs) and bool(((outputs < 0) | (outputs > 1)).any()):
        told = f"`{model}` gives two scores of any size, but `{name}` takes only probabilities."
        return found("sigmoid-missing", told)
    return None


def _sum_to_one(outputs: Tensor) -> bool:
    """Tell whether rows (n, 2) are probabilities."""
    return bool((outputs >= 0).all()) and bool(((outputs.sum(dim=1) - 1).abs() < 1e-4).all())


def _proportional(values: list[float], loss: Loss, pairs: Pairs) -> bool:
    """Tell whether the losses of right, unsure and wrong predictions are those of `loss`, averaged or summed."""
    rights = [float(loss(*pair)) for pair in pairs.pairs[:3]]
    return all(close(value * rights[0], right * values[0], 1e-3) for value, right in zip(values, rights, strict=True))


def _never_below_zero(name: str, called: Criterion, pairs: Pairs, network: Network) -> Finding | None:
    """Return a finding if scores never fall below 0, and the loss reads them by a sigmoid."""
    outputs = network.outputs
    if outputs is None or int((outputs == 0).sum()) < MIN_ZEROS or bool((outputs < 0).any()):
        return None
    if not _is_entropy_of_sigmoid(_numbers_of(called), pairs):
        return None
    return found(
        "wrong-module",
        f"`{network.value.name}` never gives less than 0, as if a ReLU came after its last layer, and `{name}` reads 0 "
        "as a probability of 0.5. So no match can get a probability below 0.5.",
        hint="Print the network. Which layer comes last, and which numbers can that layer not give?",
    )


def _is_entropy_of_sigmoid(values: list[float], pairs: Pairs) -> bool:
    """Tell whether losses, averaged or summed, are those of a sigmoid of the predictions."""
    right, _, wrong = (float(binary_cross_entropy_with_logits(p, t)) for p, t in pairs.pairs[:3])
    return values[0] > 0 and close(values[2] / values[0], wrong / right, 1e-3)
