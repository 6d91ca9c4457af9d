"""What was wrong with the updates of a run, told with the run's own numbers, and where to look."""

from __future__ import annotations

from collections.abc import Iterator

from grader.core.catalogue import found
from grader.core.finding import Finding
from grader.core.numbers import counted, shown
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.judges.parts.objective import Forward, Objective
from grader.judges.parts.optimizer import WHOLE_NETWORK
from grader.judges.training.gradients import Explanation, explain, steps_of, went_down
from grader.judges.training.pulled import has_momentum
from grader.judges.training.untrained import cut_from_its_graph

AT_RANDOM = ("Dropout", "Dropout1d", "AlphaDropout", "FeatureAlphaDropout", "RReLU", "BatchNorm1d")
NOTHING = 1e-12  # the size of a gradient that was cleared


def update_mistakes(network: Network, objective: Objective, forward: Forward | None) -> Iterator[Finding]:
    """Yield what was wrong with the steps of the last run, without prices."""
    run = network.history.runs[-1]
    if run.size < network.flat.numel() and len(network.history.runs) == 1:
        told = (
            f"The optimizer holds only {len(run.shapes)} of the {len(network.shapes)} parameters of "
            f"`{network.value.name}`, so the others never changed."
        )
        yield found("optimizer-other-model", told, hint=WHOLE_NETWORK)
        return
    forward = forward if run.size == network.flat.numel() else None
    if "LBFGS" in run.optimizer.bases and went_down(network, run, objective, forward):
        return
    why = explain(run, objective, forward)
    changed = forward is not None and why.codes == ("wrong-values",)
    if changed and has_momentum(steps_of(run, objective, forward), objective, forward):
        return
    yield from (_with_its_cause(code, why, run, network) for code in why.codes)


def _with_its_cause(code: str, why: Explanation, run: Run, network: Network) -> Finding:
    """Return what was wrong with steps, by what is known of the whole network."""
    if code == "no-backward" and network.history.lost:
        code = "detached-loss"  # the run alone cannot tell the two apart
    random = next((layer for layer in network.layers if layer.kind in AT_RANDOM), None)
    if code == "wrong-criterion" and random and run.in_eval < run.steps:
        # Such a layer gives different outputs in each step.
        layer = f"`{network.value.name}` has the layer {random}"
        told = f"{layer}. In train mode it changes the outputs, so each step trained a different network."
        look = "Print the network, and compare its layers one by one with those that the exercise asks for."
        return found("wrong-module", told, hint=look)
    return finding_of(code, why, run, network)


def finding_of(code: str, why: Explanation, run: Run, network: Network) -> Finding:
    """Return the finding for a mistake in the steps of a run, without a price."""
    used, right, at = shown(why.used), shown(why.right), f"At step {why.step}"
    if why.about:
        return found(code, why.about if code == "rows-left-out" else f"{at} {why.about}", hint=why.hint)
    if code == "detached-loss":
        return _flat(network) if int(run.backwards.sum()) else cut_from_its_graph(network)
    if code == "step-before-backward":
        return _without_its_own(why, run, network)
    facts = {
        "missing-zero-grad": "`backward()` adds to what is already in `.grad`, and nothing cleared `.grad` before. "
        f"{at} the optimizer used a gradient of size {used}, but the loss of this step alone gave one of size {right}.",
        "wrong-dtype": "The forward passes computed at half precision, as under `autocast`, which keeps only two or "
        f"three digits of each number. {at} the gradient had size {used} instead of {right}.",
        "zeroed-before-step": f"{at} every gradient was 0, although `backward()` had just computed them. Something "
        "cleared them before the step.",
        "no-backward": f"The optimizer took {counted(run.steps, 'step')}, but `backward()` never computed a gradient. "
        "Does your loop call it, with parentheses?",
        "wrong-reduction": f"{at} the gradient had size {used} instead of {right}. Your loss averages the errors where "
        "the exercise asks for their sum, or the other way round.",
        "sigmoid-twice": f"Your loop or its loss applies a sigmoid to the output of `{network.value.name}`, although "
        f"that is a probability already. The gradient at step {why.step} shows it.",
        "wrong-criterion": f"{at} the gradient was not that of the loss that the exercise asks for. "
        + (
            f"It had the right size, {used}, but a different direction."
            if used == right
            else f"Its size was {used} instead of {right}."
        ),
        "broadcast-target": _every_pair(run),
    }
    look = {
        "wrong-dtype": "Look for `autocast`, `.half()` or `.bfloat16()` around the forward pass.",
        "wrong-reduction": "Look at the line that computes the loss. Does it add up the errors or average them, and "
        "does anything divide or multiply the loss before the backward pass?",
    }
    return found(code, facts[code], hint=why.hint or look.get(code))


def _every_pair(run: Run) -> str:
    compared = "PyTorch compared every prediction with every target, instead of row by row."
    if run.loss_shapes:
        predictions, targets = run.loss_shapes[0], run.loss_shapes[1]
        if predictions == targets:
            return f"Predictions and targets both have shape {targets}, so there are more of them than rows: {compared}"
        return f"The predictions have shape {predictions} and the targets have shape {targets}. So {compared}"
    return f"{compared} It does this when the shapes of predictions and targets differ."


def _flat(network: Network) -> Finding:
    return found(
        "detached-loss",
        f"Every gradient that `backward()` computed for `{network.value.name}` was 0. Something between its output and "
        "the loss is flat, for example rounding: small changes of the parameters do not change the loss at all.",
        hint="Follow the outputs of the network to the criterion. Which function on the way makes whole numbers of "
        "them, or gives the same number for many outputs?",
    )


def _without_its_own(why: Explanation, run: Run, network: Network) -> Finding:
    """Say why a step had no gradient of its own: too few forward or backward passes, or in another order."""
    history, steps, name = network.history, counted(run.steps, "step"), network.value.name
    code = "step-before-backward"
    if run.steps > 2 and history.forwards <= 2:
        calls = counted(history.forwards, "time")
        told = f"`{name}` was called {calls}, but the optimizer took {steps}. Is the forward pass inside the loop?"
        look = "Which lines does the indentation put inside the loop, and which one calls the network?"
        return found(code, told, hint=look)
    if run.steps >= 4 and 3 * history.backwards <= 2 * run.steps:
        ran = f"`backward()` ran {counted(history.backwards, 'time')}, but the optimizer took {steps}."
        look = "Which lines does each round of the loop run, and how many of them make a step?"
        return found(code, f"{ran} So step {why.step} used a gradient that had been used before.", hint=look)
    late = "`backward()` had not run yet on the loss of this epoch"
    if why.used < NOTHING:
        return found(code, f"At step {why.step} there was no gradient to use, because {late}.")
    used = f"only an old gradient, from before step {why.step - 1}"
    return found(code, f"At step {why.step} there was {used}, because {late}.")
