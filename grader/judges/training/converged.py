"""The judge of a network that training should have brought to known parameters, or to a low loss."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import torch

from grader.core.catalogue import found
from grader.core.numbers import counted, shown
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.evidence.networks import Network
from grader.judges.parts.network import NOT_CALLED, not_a_network
from grader.judges.parts.objective import Forward, Objective
from grader.judges.parts.optimizer import MAXIMIZES, climbs
from grader.judges.parts.structure import Structure, identify
from grader.judges.training.by_hand import SET_BY_HAND, descended_by_hand, moved_by_hand, set_by_hand
from grader.judges.training.forgery import forged
from grader.judges.training.gradients import steps_of
from grader.judges.training.loss_scale import without_loss_scale
from grader.judges.training.pulled import has_momentum, led_by_hand
from grader.judges.training.run import final_loss, run_shapes
from grader.judges.training.shortfall import what_ended
from grader.judges.training.untrained import why_untrained
from grader.judges.training.update_mistakes import update_mistakes


class Target(NamedTuple):
    """Where training should end: a loss below `loss`, parameters `within` of those named in the structure's order.

    Without a `loss` only the parameters count. Without a `structure` any network will do, and only the loss counts.
    """

    objective: Objective
    structure: Structure | None = None
    expected: Mapping[str, float] = MappingProxyType({})
    within: float = 0.0
    loss: float | None = None

    def is_low(self, loss: float) -> bool:
        """Tell whether a loss is low enough."""
        return self.loss is None or loss < self.loss

    def is_met_by(self, values: Mapping[str, float]) -> bool:
        """Tell whether parameters, by their names, are near enough."""
        return all(abs(value - self.expected[key]) < self.within for key, value in values.items())


def expect_converged(
    network: Network, earlier: Network | None, target: Target, raised: Raised | None = None
) -> Iterator[Finding]:
    """A network trained to the target by any optimizer; if there is an `earlier` one, not that one continued."""
    if network.value.kind != "network":
        yield not_a_network(network.value)
        return
    final = final_loss(network, target.objective)
    continued = None if earlier is None else _continues(network, earlier)
    unfinished = continued or _untrained(network, target, final, raised)
    if unfinished:
        yield unfinished
        return
    name, structure = network.value.name, target.structure
    known = identify(network, target.objective.inputs, [structure] if structure else [])
    computes = structure or known
    forward = computes.bind(run_shapes(network)) if computes and known else None
    order = structure.arrange(network.shapes) if structure else []
    if final is None or order is None or (structure and forward is None):
        what = structure.description if structure else f"one output for each of {len(target.objective.inputs)} rows"
        look = "Print the network. Then call it on the data, and look at the shape and the numbers of its output."
        look = NOT_CALLED if network.uncalled else look
        yield found("wrong-module", f"`{name}` does not compute {what}.", hint=look)
        return
    network = without_loss_scale(network, target.objective, forward)
    is_low = target.is_low(final)
    untrue = _not_from_the_data(network, forward, target, is_low=is_low)
    if untrue:
        yield untrue
        return
    tensors = list(network.parameters.values())
    values = {key: float(tensors[i]) for key, i in zip(target.expected, order, strict=True)}
    if is_low and target.is_met_by(values):
        yield from _written(network, target.objective, forward)
        return
    mistakes = list(update_mistakes(network, target.objective, forward)) if network.history.runs else []
    yield from mistakes
    if not mistakes:
        yield _short_of(target, network, final, values, raised)


def _short_of(
    target: Target, network: Network, final: float, values: Mapping[str, float], raised: Raised | None
) -> Finding:
    """Say what kept a network from its target whose steps were right; it has the parameters `values`."""
    name = network.value.name
    made = sum(run.steps for run in network.history.runs) or network.history.backwards
    steps = counted(made, "step")
    if raised:
        return found("raised-an-error", f"After {steps}, the cell above stopped with {raised}.")
    has = ", ".join(f"{key} = {shown(value)}" for key, value in values.items())
    has = f"{has} and a loss of {shown(final)}" if has else f"a loss of {shown(final)}"
    near = ", ".join(f"{key} = {shown(value)}" for key, value in target.expected.items())
    near = f"each number within {shown(target.within)} of {near}"
    asked = near if target.loss is None else f"a loss below {shown(target.loss)}"
    facts = f"After {steps}, `{name}` has {has}. The exercise asks for {asked}."
    return _went_up(network, final) or found("not-converged", facts, hint=what_ended(made))


def _untrained(network: Network, target: Target, final: float | None, raised: Raised | None) -> Finding | None:
    """Return a finding if nothing trained the network, neither an optimizer nor the learner's own rule."""
    never = None if descended_by_hand(network) or moved_by_hand(network) else why_untrained(network)
    if never is None:
        return None
    if final is not None and target.is_low(final) and never.code != "trained-a-copy":
        low = f"The loss of `{network.value.name}` is {shown(final)}, but no step of an optimizer brought it there."
        return found("hard-coded", low, hint=SET_BY_HAND)
    if raised and never.code != "hard-coded" and "does not require grad" not in raised.message:
        return found("raised-an-error", f"The cell above stopped with {raised}.")
    return never


def _not_from_the_data(network: Network, forward: Forward | None, target: Target, *, is_low: bool) -> Finding | None:
    """Return a finding for parameters that no training on the data brought about; `is_low` if the loss is reached."""
    name, objective = network.value.name, target.objective
    if is_low:
        if _on_other_rows(network, objective):
            told = f"`{name}` was trained on different rows. It was never called on a row of the lesson's data."
            look = "Print what the loop gives to the network, and compare it with the lesson's data."
            return found("wrong-values", told, hint=look)
        led = _led(network, forward, target)
        if led:
            return led
    if not network.history.runs:
        return None
    loss = -math.inf if target.loss is None else target.loss
    return set_by_hand(network, objective, loss, forward) or forged(network, objective, forward)


def _led(network: Network, forward: Forward | None, target: Target) -> Finding | None:
    """Return a finding if the network was led to the expected parameters; None too if nobody can tell."""
    if target.structure is None or forward is None:
        return None
    order = target.structure.arrange(run_shapes(network)) or []
    places = [order.index(i) for i in range(len(order))]  # of each parameter of the last run, in the structure's order
    answer = torch.tensor(list(target.expected.values()))[places]
    return led_by_hand(network, target.objective, forward, answer)


def _on_other_rows(network: Network, objective: Objective) -> bool:
    """Tell whether an optimizer trained the network, and none of the rows that it was called on is one of the data."""
    seen = [inputs for run in network.history.runs for inputs in run.inputs]
    rows = [inputs.reshape(-1, objective.inputs.shape[1]) for inputs in seen if inputs.numel()]
    return bool(rows) and not any(
        bool(torch.isclose(inputs.to(torch.float32)[:, None], objective.inputs[None], atol=1e-5).all(dim=2).any())
        for inputs in rows
    )


def _written(network: Network, objective: Objective, forward: Forward | None) -> Iterator[Finding]:
    """Yield a finding if most steps used gradients of the student's own making."""
    if forward is None:  # nobody can work out what the gradients should have been
        return
    whole = [run for run in network.history.runs[-1:] if run.size == network.flat.numel()]
    steps = [step for run in whole for step in steps_of(run, objective, forward)]
    written = sum(step.is_written() for step in steps)
    if 2 * written > len(steps) and not has_momentum(steps, objective, forward):
        yield found(
            "hard-coded",
            f"In {written} of {len(steps)} steps, `{network.value.name}` used gradients that did not come from "
            "`backward()`.",
            hint="Which line of the loop fills or replaces `.grad`, if it is not the backward pass?",
        )


def _went_up(network: Network, final: float) -> Finding | None:
    """Return a finding if the loss is higher than where the training began."""
    name, runs = network.value.name, network.history.runs
    begin = float(runs[0].losses[0]) if runs and len(runs[0].losses) else math.inf
    if not math.isfinite(begin) or final <= begin:
        return None
    if climbs(runs[-1].optimizer):
        told = (
            f"The loss of `{name}` went up from {shown(begin)} to {shown(final)}, because its optimizer has "
            "maximize=True."
        )
        return found("wrong-optimizer", told, hint=MAXIMIZES)
    rate = shown(next(iter(runs[-1].optimizer.learning_rates), math.nan))
    told = f"With lr={rate}, the loss of `{name}` went from {shown(begin)} to {shown(final)}."
    return found("learning-rate-too-high", told)


def _continues(network: Network, earlier: Network) -> Finding | None:
    """Return a finding if `network` goes on from where `earlier` was trained to."""
    name, other = network.value.name, earlier.value.name
    if earlier.value.kind != "network" or not earlier.history.runs or earlier.flat.numel() != network.flat.numel():
        return None
    if network.history.copied or not network.history.runs:
        copied = network.history.copied or not network.history.backwards
        copied = copied and torch.equal(network.flat, earlier.flat)
        if not copied:
            return None
        look = (
            f"Which line makes `{name}`? A new network comes from a call of its class, and has parameters of its own."
        )
        return found("model-not-fresh", f"`{name}` is a copy of `{other}`. It was not trained itself.", hint=look)
    if network.identity == earlier.identity:
        look = f"Which line makes `{name}`? `a = b` only gives a second name to the same object."
        return found("model-not-fresh", f"`{name}` and `{other}` are one and the same network.", hint=look)
    first = network.history.runs[0]
    ended = [run.last for run in earlier.history.runs]
    if len(first.before) and any(torch.equal(first.before[0], last) for last in ended):
        told = f"`{name}` starts with the parameters that the training of `{other}` ended with."
        look = f"Which line makes `{name}`, and where does it get its first parameters from?"
        return found("model-not-fresh", told, hint=look)
    return None
