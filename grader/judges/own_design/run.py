"""The judge of a training run that the learner designed: were its updates right, did it learn, are its curves true?"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from grader.core.catalogue import CALL_IT, found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.evidence.losses import Losses
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.evidence.values import Value
from grader.judges.findings import first_pays
from grader.judges.own_design.curves import ACT_DIFFERENTLY, FOUR_SHAPES, NO_TABLES, Rows, expect_curves
from grader.judges.own_design.leaks import scaled_by_validation, trained_on_validation
from grader.judges.own_design.steps import step_mistakes, used_rows
from grader.judges.parts.accuracy import best_accuracy_of
from grader.judges.parts.criterion import ALWAYS_0
from grader.judges.parts.network import not_a_network
from grader.judges.parts.objective import Objective
from grader.judges.training.by_hand import descended_by_hand, set_by_hand
from grader.judges.training.forgery import forged
from grader.judges.training.untrained import cut_from_its_graph, why_untrained
from grader.judges.training.update_mistakes import update_mistakes

LEARNING, CURVE = 2.0, 1.0  # points
FEW_STEPS = 100
FAR = 20  # times the first loss: no honest start of a run climbs as high
SLOW = 0.002  # a learning rate at which a plain run of the lesson's length gets nowhere


def expect_designed_run(
    network: Network, train_losses: Value, val_losses: Value, losses: Losses, rows: Rows | None, learned: float,
    raised: Raised | None,
) -> Iterator[Finding]:  # fmt: skip
    """A run of `network` after which the fraction `learned` of the training rows is right, and the curves of it."""
    if network.value.kind != "network":
        yield not_a_network(network.value)
        return
    if rows is None:
        yield found("wrong-shape", NO_TABLES, hint=FOUR_SHAPES)
        return
    never = why_untrained(network)
    if never and not descended_by_hand(network):
        yield _without_a_run(never, network, train_losses, raised)
    elif never:  # steps by hand
        yield from _short(network, rows, learned, raised, train_losses)
    else:
        yield from _recorded(network, train_losses, val_losses, losses, rows, learned, raised)


def _recorded(
    network: Network, train_losses: Value, val_losses: Value, losses: Losses, rows: Rows, learned: float,
    raised: Raised | None,
) -> Iterator[Finding]:  # fmt: skip
    """Judge a run whose steps were recorded."""
    objective = Objective(*rows.train, _unknown, ())
    untrue = set_by_hand(network, objective, -math.inf, None) or forged(network, objective, None)
    if untrue:
        yield untrue
        return
    used = used_rows(network.history.runs[-1], rows)
    leak = trained_on_validation(network, losses, rows, used, train_losses, val_losses)
    wrong_rows = leak or _broadcast(network.history.runs[-1])
    epochs = 0 if train_losses.numbers is None else train_losses.numbers.numel()
    mistakes = _update_mistakes(network, objective, rows, learned) or list(step_mistakes(network, rows, epochs, used))
    if wrong_rows:
        yield wrong_rows.costing(LEARNING)
    elif mistakes:
        yield from first_pays(mistakes, LEARNING)
    else:
        scaled = scaled_by_validation(network, rows)
        if scaled:
            yield scaled.costing(CURVE)
        short = list(_short(network, rows, learned, raised, train_losses))
        yield from short or _in_eval_mode(network)
    # The losses of a step are of other rows too, or hold those of earlier steps.
    known = bool(leak) or any(finding.code == "backward-twice" for finding in mistakes)
    for wrong in expect_curves(train_losses, val_losses, network, losses, rows, CURVE):
        if not (known and wrong.code == "losses-not-recorded"):
            yield wrong


def _in_eval_mode(network: Network) -> Iterator[Finding]:
    """Yield a finding if layers such as Dropout were switched off in most of the steps."""
    run = network.history.runs[-1]
    layers = [str(layer) for layer in network.layers if layer.kind.startswith(ACT_DIFFERENTLY)]
    if layers and 2 * run.in_eval > run.steps:
        told = (
            f"`{network.value.name}` was in eval mode in {run.in_eval:,} of {counted(run.steps, 'step')}, so "
            f"{layers[0]} did not do its work there."
        )
        yield found("eval-mode-in-training", told, CURVE)


def _update_mistakes(network: Network, objective: Objective, rows: Rows, learned: float) -> list[Finding]:
    """Return what was wrong with the steps, as far as it shows without knowing the loss."""
    run = network.history.runs[-1]
    # Gradients may have been worked out without `backward()`, as by `torch.autograd.grad`.
    if not bool(run.backwards.any()) and bool(run.losses.isnan().all()) and not bool(run.gradient.any()):
        if network.history.lost:
            return [cut_from_its_graph(network)]
        steps = counted(run.steps, "step")
        facts = f"The optimizer took {steps}, but `backward()` never filled a gradient."
        return [found("no-backward", f"{facts} Is `backward` called, with its parentheses?")]
    mistakes = list(update_mistakes(network, objective, None))
    only = [finding.code for finding in mistakes] == ["optimizer-other-model"]
    outputs = _training_outputs(network, rows)
    if only and outputs is not None and best_accuracy_of(outputs, rows.train[1]) >= learned:
        return []  # some of the parameters were enough; the optimizer's own exercise says what it lacks
    return mistakes


def _training_outputs(network: Network, rows: Rows) -> Tensor | None:
    """Return what the network gives for the training rows, (n, 1) or (n, 2); None if that is not known."""
    outputs, count = network.outputs, len(rows.train[0])
    if outputs is None or not outputs.dim() or len(outputs) != count + len(rows.validation[0]):
        return None
    return outputs[:count].reshape(count, -1).to(torch.float64)


def _unknown(predictions: Tensor, targets: Tensor) -> Tensor:  # noqa: ARG001 - a loss takes both
    """Replace the learner's own loss, of which no gradient is computed."""
    return (predictions * math.nan).sum()


def _without_a_run(never: Finding, network: Network, train_losses: Value, raised: Raised | None) -> Finding:
    if train_losses.kind in ("placeholder", "missing") and not network.history.forwards:
        if train_losses.kind == "placeholder" and not raised:
            return found("not-attempted", f"`{train_losses.name}` is still `...`.")
        why = f" The cell above stopped with {raised}." if raised else ""
        code = "raised-an-error" if raised else "missing-name"
        return found(code, f"`{network.value.name}` is not trained, and `{train_losses.name}` is {train_losses}.{why}")
    made_up = train_losses.numbers
    untouched = never.code == "no-step" and not network.history.forwards and not network.history.others
    if untouched and made_up is not None and made_up.numel():
        count = counted(made_up.numel(), "number")
        return found(
            "hard-coded",
            f"`{train_losses.name}` holds {count}, but `{network.value.name}` was never called.",
            hint=f"Where do these numbers come from? Run the cells in order, from the one that makes "
            f"`{network.value.name}` to the one of the loop.",
        )
    if raised and never.code != "detached-loss":
        return found("raised-an-error", f"The cell of the training loop stopped with {raised}.")
    return never.costing(None)


def _short(
    network: Network, rows: Rows, learned: float, raised: Raised | None, train_losses: Value
) -> Iterator[Finding]:
    """Yield the one reason why too little was learned, if it was."""
    name, outputs = network.value.name, _training_outputs(network, rows)
    if outputs is None:
        what = f"gave {network.output}" if network.output else "was not called"
        what = f"stopped with {network.raised}" if network.raised else what
        told = f"`{name}(X_train)` {what}. The check needs one answer for each row."
        yield found("wrong-shape", told, LEARNING, CALL_IT["network"])
        return
    reached = best_accuracy_of(outputs, rows.train[1])
    if reached >= learned:
        return
    runs = network.history.runs
    steps = sum(run.steps for run in runs) or network.history.backwards
    facts = (
        f"After {counted(steps, 'step')}, `{name}` is right for {reached:.0%} of the training rows. "
        f"The exercise asks for {learned:.0%}."
    )
    if raised:
        yield found("raised-an-error", f"{facts} The cell stopped with {raised}.", LEARNING)
        return
    cause = _astray(outputs, runs, train_losses) or _cause(outputs, runs, steps, reached)
    yield found(cause.code, f"{facts} {cause.message}".strip(), LEARNING, cause.hint)


def _astray(outputs: Tensor, runs: tuple[Run, ...], train_losses: Value) -> Finding | None:
    """Return steps so large that the loss grew without bound, and when that began."""
    sent = runs[-1].losses if runs else torch.zeros(0)
    rate = f"With lr={shown(next(iter(runs[-1].optimizer.learning_rates), math.nan))}, the" if runs else "The"
    listed = train_losses.numbers.reshape(-1) if train_losses.numbers is not None else torch.zeros(0)
    for what, numbers in (("epoch", listed), ("step", sent)):
        odd = (~torch.isfinite(numbers)).nonzero().reshape(-1).tolist()
        if odd and odd[0]:
            facts = f"{rate} loss went from {shown(numbers[0])} to {shown(numbers[odd[0]])} in {what} {odd[0] + 1}"
            return found("learning-rate-too-high", f"{facts}, which is not a finite number.")
    if not bool(torch.isfinite(outputs).all()):
        return found("learning-rate-too-high", f"{rate} outputs of the network are not finite numbers.")
    if len(sent) > 1 and float(sent.max()) > FAR * float(sent[0]) > 0:
        at = int(sent.argmax())
        facts = f"{rate} loss went from {shown(sent[0])} to {shown(sent[at])} at step {at + 1}."
        return found("learning-rate-too-high", facts)
    return None


def _cause(outputs: Tensor, runs: tuple[Run, ...], steps: int, reached: float) -> Finding:
    """Return why a network whose loss did not grow without bound learned too little."""
    sent = runs[-1].losses if runs else torch.zeros(0)
    rate = next(iter(runs[-1].optimizer.learning_rates), math.nan) if runs else math.nan
    if len(sent) > 1 and float(sent[-1]) > float(sent[0]) and steps >= 20:
        told = f"With lr={shown(rate)}, the loss went from {shown(sent[0])} to {shown(sent[-1])}."
        return found("learning-rate-too-high", told)
    if steps < FEW_STEPS:
        return found("too-few-epochs", "")
    if len(sent) and float(sent.abs().max()) < 1e-6:
        return found("wrong-criterion", "The loss was 0 in every epoch.", hint=ALWAYS_0)
    if reached < 0.4:
        flipped = f"If its answers were flipped, {1 - reached:.0%} would be right."
        look = "Does the loss get smaller when the predictions get better? In which order does it take its arguments?"
        return found("wrong-criterion", flipped, hint=look)
    if runs and float(outputs.std(dim=0).max()) < 1e-5 and _is_dead(runs[-1]):
        told = f"It gives {shown(outputs[0, 0])} for every row, and no gradient reaches its first layer."
        return found("dead-network", told)
    if rate < SLOW:
        return found("learning-rate-too-low", f"The learning rate is {shown(rate)}.")
    return found("not-converged", "")


def _is_dead(run: Run) -> bool:
    """Tell whether backward passes brought nothing but zeros to the first layer."""
    first = math.prod(run.shapes[0]) if run.shapes else 0
    return len(run.arrived) > 0 and not bool(run.arrived[-1, :first].any())


def _broadcast(run: Run) -> Finding | None:
    """Return a finding if predictions and targets were broadcast: each was compared with every other."""
    if len(run.loss_shapes) != 2:
        return None
    one, other = run.loss_shapes
    if {len(one), len(other)} == {1, 2} and one[0] == other[0] and 1 in (one[-1], other[-1]) and one[0] > 1:
        told = f"Predictions of shape {one} and targets of shape {other} were not compared row by row."
        return found("broadcast-target", told)
    return None
