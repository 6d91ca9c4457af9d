"""What is said of a mistake in a run's updates: the facts in whole sentences, with the run's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import counted, shown
from grader.judges.training.untrained import way_back

if TYPE_CHECKING:
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.judges.training.gradients import Explanation


NOTHING = 1e-12  # the size of a gradient that was cleared


def facts_of(code: str, why: Explanation, run: Run, network: Network) -> str:
    used, right, at = shown(why.used), shown(why.right), f"At step {why.step}"
    if why.about:
        return why.about if code == "rows-left-out" else f"{at} {why.about}"
    facts = {
        "missing-zero-grad": "`backward()` adds to what is already in `.grad`, and nothing cleared `.grad` before. "
        f"{at} the optimizer used a gradient of size {used}, but the loss of this step alone gave one of size "
        f"{right}.",
        "step-before-backward": _without_its_own(why, run, network),
        # hint: Look for `autocast`, `.half()` or `.bfloat16()` around the forward pass.
        "wrong-dtype": "The forward passes computed at half precision, as under `autocast`, which keeps only two or "
        f"three digits of each number. {at} the gradient had size {used} instead of {right}.",
        "zeroed-before-step": f"{at} every gradient was 0, although `backward()` had just computed them. Something "
        "cleared them before the step.",
        "no-backward": f"The optimizer took {counted(run.steps, 'step')}, but `backward()` never computed a gradient. "
        "Does your loop call it, with parentheses?",
        "detached-loss": _flat_or_way_back(run, network),
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
    }
    if code == "broadcast-target":
        return _every_pair(run)
    return facts[code]


def _every_pair(run: Run) -> str:
    compared = "PyTorch compared every prediction with every target, instead of row by row."
    if run.loss_shapes:
        predictions, targets = run.loss_shapes[0], run.loss_shapes[1]
        return f"The predictions have shape {predictions} and the targets have shape {targets}. So {compared}"
    return f"{compared} It does this when the shapes of predictions and targets differ."


def _flat_or_way_back(run: Run, network: Network) -> str:
    if int(run.backwards.sum()):
        return (
            f"Every gradient that `backward()` computed for `{network.value.name}` was 0. Something between its output "
            "and the loss is flat, for example rounding: small changes of the parameters do not change the loss at all."
        )
    return way_back(network)


def _without_its_own(why: Explanation, run: Run, network: Network) -> str:
    """Say why a step had no gradient of its own: too few forward or backward passes, or in another order."""
    history, steps, name = network.history, counted(run.steps, "step"), network.value.name
    if run.steps > 2 and history.forwards <= 2:
        # hint: Which lines does the indentation put inside the loop, and which one calls the network?
        calls = counted(history.forwards, "time")
        return f"`{name}` was called {calls}, but the optimizer took {steps}. Is the forward pass inside the loop?"
    if run.steps >= 4 and 3 * history.backwards <= 2 * run.steps:
        # hint: Which lines does each round of the loop run, and how many of them call `step()`?
        ran = f"`backward()` ran {counted(history.backwards, 'time')}, but the optimizer took {steps}."
        return f"{ran} So step {why.step} used a gradient that had been used before."
    late = "`backward()` had not run yet on the loss of this epoch"
    if why.used < NOTHING:
        return f"At step {why.step} there was no gradient to use, because {late}."
    return f"At step {why.step} there was only an old gradient, from before step {why.step - 1}, because {late}."
