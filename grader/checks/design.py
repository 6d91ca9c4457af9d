"""Judges of parts that the learner chose: a network for two classes, a loss that suits it, an optimizer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from torch.nn.functional import binary_cross_entropy_with_logits

from grader.checks.numbers import close, shown
from grader.mistakes import found

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.criteria import Criterion, Pairs
    from grader.evidence.fits import CriterionOnForms
    from grader.evidence.networks import Network
    from grader.evidence.optimizers import Optimizer, Owner
    from grader.verdict import Finding

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
    problem = _unsuited(name, criterion, form, forms[form]) or _no_loss(name, called)
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
