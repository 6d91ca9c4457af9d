"""Judges of parts that the learner chose: a network for two classes, a loss that suits it, an optimizer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import torch
from torch.nn.functional import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    nll_loss,
)

from grader.core.catalogue import found
from grader.core.numbers import close, shown

if TYPE_CHECKING:
    from torch import Tensor

    from grader.core.verdict import Finding
    from grader.evidence.criteria import Criterion, Pairs
    from grader.evidence.losses import CriterionOnForms
    from grader.evidence.networks import Network
    from grader.evidence.optimizers import Optimizer, Owner

FEW_ZEROS = 3  # outputs that are exactly 0: more than chance brings about
PROBABILITY, SCORE, TWO, ONE_HOT = "probability", "score", "two scores", "two scores, one-hot targets"


def form_of(network: Network) -> str | None:
    """Return what a network gives for each row; None where it gives none of the known forms."""
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


def expect_designed_network(network: Network, rows: int) -> Iterator[Finding]:
    """A network with parameters that gives one number, or two scores, for each of `rows` rows, each for itself."""
    name, output = network.value.name, network.output
    if network.value.kind != "network":
        extra = "; parentheses make a network of it" if network.value.kind == "class" else ""
        yield found("wrong-type", f"`{name}` is {network.value}, not a network{extra}")
    elif network.raised:
        yield found("raised-an-error", f"`{name}(X)` stopped with {network.raised}")
    elif output is None or output.kind != "tensor" or output.numbers is None:
        yield found("wrong-type", f"`{name}(X)` returns {output}, not a tensor")
    elif output.shape not in ((rows, 1), (rows,), (rows, 2)):
        yield found("wrong-shape", f"`{name}` gives {output} for {rows} rows; ({rows}, 1) or ({rows}, 2) is asked for")
    elif not network.shapes:
        yield found("wrong-module", f"`{name}` has no parameters, so there is nothing to train")
    else:
        yield from _of_use(network, output.numbers.reshape(rows, -1))


def expect_no_look_at_validation(network: Network, every_row: Tensor) -> Iterator[Finding]:
    """Nothing in `network` was computed from all rows (n, d), of which some are put aside for validation."""
    rows = every_row.to(torch.float64)
    every = {"mean": rows.mean(dim=0), "standard deviation": rows.std(dim=0)}
    for name, buffer in network.buffers.items():
        for what, numbers in every.items():
            if buffer.numel() == numbers.numel() and torch.allclose(
                buffer.reshape(-1).to(torch.float64), numbers, rtol=1e-5, atol=1e-6
            ):
                yield found(
                    "leaked-validation",
                    f"`{network.value.name}` scales by numbers of validation rows: `{name}` is the {what} of all "
                    f"{len(rows)} rows, not of the training rows alone",
                )
                return


def _of_use(network: Network, outputs: Tensor) -> Iterator[Finding]:
    name = network.value.name
    if close(float(outputs.sum(dim=0)[0]), 1.0) and len(outputs) > 2 and bool((outputs >= 0).all()):
        yield found("mixed-rows", f"the {len(outputs)} outputs of `{name}` sum to 1: a softmax ran over the rows")
    elif outputs.shape[1] == 1 and bool((outputs == 1).all()):
        yield found("wrong-module", f"`{name}` gives 1 for every row: a softmax over one number is always 1")


def expect_suitable_criterion(
    criterion: CriterionOnForms, network: Network, forms: dict[str, Pairs]
) -> Iterator[Finding]:
    """A loss for what `network` gives: one number with a graph, lower for better predictions.

    The pairs of each form are predictions that are right, unsure and wrong, in this order, then one of large scores.
    """
    name, form = criterion.value.name, form_of(network)
    if criterion.value.kind not in ("network", "callable"):
        extra = " itself; parentheses make a criterion of it" if criterion.value.kind == "class" else ""
        yield found("wrong-type", f"`{name}` is {criterion.value}{extra}; a loss function is asked for")
        return
    if form is None:
        yield found("wrong-type", f"`{network.value.name}` gives no predictions that a loss could be worked out from")
        return
    if form == TWO and criterion.forms[TWO].raised and not criterion.forms[ONE_HOT].raised:
        form = ONE_HOT
    called = criterion.forms[form]
    problem = (
        _unsuited(name, criterion, form, forms[form])
        or _unsuited_to_two(name, called, form, forms[form], network)
        or _no_loss(name, called)
        or _below_never(name, called, form, forms[form], network)
    )
    if problem:
        yield problem


def _no_loss(name: str, called: Criterion) -> Finding | None:
    if called.raised:
        return found("raised-an-error", f"`{name}(prediction, target)` stopped with {called.raised}")
    for loss in called.losses:
        if loss.kind != "tensor" or loss.numbers is None:
            return found("wrong-type", f"`{name}(prediction, target)` returns {loss}, not a tensor with a graph")
        if loss.numbers.numel() != 1:
            return found(
                "wrong-reduction",
                f"`{name}` gives {loss}, one loss for each row, instead of one number",
            )
        if not loss.has_graph:
            return found("detached-loss", f"`{name}` gives {shown(loss.number)} without the graph `backward()` needs")
    right, unsure, wrong = (loss.number for loss in called.losses[:3])
    if close(right, wrong, 1e-6):
        return found("wrong-criterion", f"`{name}` gives {shown(right)} for right and for wrong predictions alike")
    if not right < unsure < wrong:
        return found(
            "wrong-criterion",
            f"`{name}` gives {shown(right)} for right predictions, {shown(unsure)} for unsure and {shown(wrong)} for "
            "wrong ones: lower has to be better",
        )
    return None


def _unsuited(name: str, criterion: CriterionOnForms, form: str, pairs: Pairs) -> Finding | None:
    """Return a finding where the loss is one for another form of prediction."""
    called = criterion.forms[form]
    values = [loss.number for loss in called.losses]
    if form == PROBABILITY and len(values) >= 3 and None not in values:
        right, wrong = values[0], values[2]
        if right is not None and wrong is not None and _is_entropy_of_sigmoid(values, pairs):
            return found(
                "sigmoid-twice",
                f"the network gives probabilities, and `{name}` applies a sigmoid: it gives {shown(right)} for right "
                f"predictions and {shown(wrong)} for wrong ones",
            )
    refused = called.raised is not None and "between 0 and 1" in called.raised.message
    if form == SCORE and (refused or (len(values) > 3 and values[3] is not None and values[3] != values[3])):
        return found(
            "sigmoid-missing", f"the network's outputs are scores of any size, and `{name}` takes only probabilities"
        )
    if form == TWO and called.raised and not criterion.forms[PROBABILITY].raised:
        return found(
            "wrong-criterion",
            f"the network gives two scores a row, and `{name}` takes one number a row: {called.raised.message}",
        )
    return None


def _unsuited_to_two(name: str, called: Criterion, form: str, pairs: Pairs, network: Network) -> Finding | None:
    """Return a finding where the loss reads two numbers a row in another way than the network means them."""
    values, model = [loss.number for loss in called.losses[:3]], network.value.name
    if form not in (TWO, ONE_HOT) or len(values) < 3 or None in values:
        return None
    outputs = network.output.numbers.to(torch.float64)
    are_chances, are_logarithms = _sum_to_one(outputs), _sum_to_one(outputs.exp())
    if are_chances and _proportional(values, cross_entropy, pairs):
        return found(
            "softmax-in-model",
            f"`{model}` gives probabilities, since it ends with a softmax, and `{name}` applies a softmax once more. "
            f"The loss of a row can then never fall below 0.31",
        )
    if form == TWO and not are_logarithms and _proportional(values, nll_loss, pairs):
        kind = "probabilities" if are_chances else "scores"
        return found(
            "nll-on-logits",
            f"`{model}` gives {kind}, and `{name}` expects their logarithms: for right predictions it gives "
            f"{shown(values[0])}, and a loss should not be negative",
        )
    if form == ONE_HOT and _proportional(values, binary_cross_entropy_with_logits, pairs):
        return found(
            "wrong-criterion",
            f"`{model}` gives two scores a row, one for each class, and `{name}` reads them as answers to two separate "
            "questions",
        )
    is_entropy = form == ONE_HOT and _proportional(values, binary_cross_entropy, pairs)
    if is_entropy and bool(((outputs < 0) | (outputs > 1)).any()):
        return found(
            "sigmoid-missing", f"`{model}` gives two scores of any size, and `{name}` takes only probabilities"
        )
    return None


def _sum_to_one(outputs: Tensor) -> bool:
    """Tell whether rows (n, 2) are probabilities."""
    return bool((outputs >= 0).all()) and bool(((outputs.sum(dim=1) - 1).abs() < 1e-4).all())


def _proportional(values: list[float], loss: Callable[[Tensor, Tensor], Tensor], pairs: Pairs) -> bool:
    """Tell whether the losses of right, unsure and wrong predictions are those of `loss`, averaged or summed."""
    rights = [float(loss(*pair)) for pair in pairs.pairs[:3]]
    return all(close(value * rights[0], right * values[0], 1e-3) for value, right in zip(values, rights, strict=True))


def _below_never(name: str, called: Criterion, form: str, pairs: Pairs, network: Network) -> Finding | None:
    """Return a finding where scores never fall below 0, and the loss reads them by a sigmoid."""
    values, outputs = [loss.number for loss in called.losses], network.output.numbers
    at_zero = int((outputs == 0).sum())
    if form != SCORE or at_zero < FEW_ZEROS or bool((outputs < 0).any()) or not _is_entropy_of_sigmoid(values, pairs):
        return None
    return found(
        "wrong-module",
        f"`{network.value.name}` never gives less than 0, as a ReLU behind its last layer makes it, and `{name}` reads "
        "0 as a probability of 0.5. So no match can get a probability below 0.5",
    )


def _is_entropy_of_sigmoid(values: list[float], pairs: Pairs) -> bool:
    """Tell whether losses, averaged or summed, are those of a sigmoid of the predictions."""
    right, _, wrong = (float(binary_cross_entropy_with_logits(p, t)) for p, t in pairs.pairs[:3])
    return values[0] > 0 and close(values[2] / values[0], wrong / right, 1e-3)


def expect_any_optimizer(optimizer: Optimizer, owner: Owner) -> Iterator[Finding]:
    """An optimizer of any class that holds all of `owner`'s parameters, with a learning rate above 0."""
    name, net = optimizer.value.name, owner.value.name
    if optimizer.settings is None:
        extra = " itself; parentheses with the parameters make an optimizer of it"
        yield found(
            "wrong-type",
            f"`{name}` is {optimizer.value}{extra if optimizer.value.kind == 'class' else ', no optimizer'}",
        )
        return
    if owner.value.kind != "network":
        yield found("wrong-type", f"`{net}` is {owner.value}, not a network, so nothing can be its optimizer")
        return
    held, owned = set(optimizer.held), set(owner.owned.values())
    if not held >= owned:
        yield found(
            "optimizer-other-model", f"`{name}` holds {len(held & owned)} of the {len(owned)} parameters of `{net}`"
        )
        return
    low = [rate for rate in optimizer.settings.learning_rates if not rate > 0]
    if low:
        yield found("learning-rate-too-low", f"`{name}` has lr={shown(low[0])}, so no step changes anything")
