"""What is said of a mistake in a run's updates: the facts, with the run's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import counted, shown
from grader.judges.training.untrained import way_back

if TYPE_CHECKING:
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.judges.training.gradients import Explanation


def facts_of(code: str, why: Explanation, run: Run, network: Network) -> str:
    used, right = shown(why.used), shown(why.right)
    if why.about:
        begin = {
            "rows-left-out": "",
            "backward-twice": f"at step {why.step} ",
            "zeroed-before-step": f"at step {why.step} ",
        }
        return begin.get(code, f"step {why.step} ") + why.about
    facts = {
        "missing-zero-grad": f"step {why.step} used a gradient of length {used}, to which earlier ones had been added; "
        f"its own has length {right}",
        "step-before-backward": _without_its_own(why, run, network),
        "wrong-dtype": "the forward passes computed at half precision, which keeps 8 bits of a number, as under "
        f"`autocast`: step {why.step} used a gradient of length {used} instead of {right}",
        "zeroed-before-step": f"at step {why.step} every gradient was 0, though `backward()` had just filled them",
        "no-backward": f"the optimizer stepped {counted(run.steps, 'time')}, but `backward()` never filled a gradient",
        "detached-loss": _flat_orway_back(run, network),
        "wrong-reduction": f"step {why.step} used a gradient of length {used} instead of {right}: "
        "the errors were averaged or summed the other way",
        "sigmoid-twice": f"step {why.step} used the gradient of a loss that applies a sigmoid "
        "to the network's output again",
        "wrong-criterion": f"step {why.step} went down another loss than the one asked for: "
        f"its gradient has length {used} instead of {right}, or another direction",
    }
    if code == "broadcast-target":
        seen = run.loss_shapes
        shapes = f"predictions of shape {seen[0]} and targets of shape {seen[1]}" if seen else "predictions and targets"
        return f"{shapes} were not compared row by row: every prediction met every target"
    return facts[code]


def _flat_orway_back(run: Run, network: Network) -> str:
    if int(run.backwards.sum()):
        return (
            f"every gradient that `backward()` brought to `{network.value.name}` was 0: between its output and the "
            "loss stands something flat, as rounding is, and small changes of the parameters change nothing"
        )
    return way_back(network)


def _without_its_own(why: Explanation, run: Run, network: Network) -> str:
    """Say why a step had no gradient of its own: too few forward or backward passes, or in another order."""
    history, steps, name = network.history, counted(run.steps, "step"), network.value.name
    if run.steps > 2 and history.forwards <= 2:
        calls = counted(history.forwards, "time")
        return f"`{name}` was called {calls}, and {steps} followed: does the forward pass stand inside the loop?"
    if run.steps >= 4 and 3 * history.backwards <= 2 * run.steps:
        passes = counted(history.backwards, "backward pass")
        return f"{passes}, and {steps}: step {why.step} used a gradient again"
    return f"step {why.step} used no gradient of its own epoch, only one from before step {why.step - 1}"
