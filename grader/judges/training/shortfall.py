"""Why a training run whose updates were right did not reach the loss or the number of epochs of the exercise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from grader.core.catalogue import found
from grader.core.numbers import counted, sentence, shown
from grader.judges.parts.optimizer import MAXIMIZES, climbs
from grader.judges.parts.structure import Structure, computes_else
from grader.judges.training.batches import on_other_rows, other_targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from grader.core.finding import Finding
    from grader.evidence.errors import Raised
    from grader.evidence.networks import Network
    from grader.evidence.runs import Run
    from grader.judges.parts.objective import Objective
    from grader.judges.training.run import Training

ROUND = 10  # a loop of a fixed number of epochs makes a multiple of this
FEW_STEPS = 5  # a loop of fewer ended early
ENDS_EARLY = "Does the loop end early, for example because a `return` line is indented below it?"
WHAT_ENDS_IT = (
    "What ends your loop? If it is a `break` or a `while`, the condition has to compare the loss itself with a small "
    "number. A loss that changes little from one epoch to the next is not yet a small loss. If it is a number of "
    "epochs, take more of them."
)
LAST, STILL_FALLING = 10, 0.99  # steps, and the fraction that a loss which falls keeps over them at most


class Cause(NamedTuple):
    """What kept a loss too high: one more sentence of facts, and where to look."""

    says: str
    look: str


def expect_enough(training: Training) -> Iterator[Finding]:
    """Yield the one reason why the loss or the number of epochs falls short, if they do."""
    if training.final is None:
        gives = f"`{training.name}(inputs)` gives {training.network.output}, not one number for each row."
        look = "How many numbers does the last layer give for each row, and does `forward` change the shape after that?"
        yield found("wrong-shape", gives, training.goal.loss_worth, look)
        return
    shortfall = (
        _stopped_early(training)
        or _above_the_goal(training, training.final)
        or _too_few_steps(training)
        or _unknown_function(training)
        or _too_high(training, training.final)
    )
    if shortfall:
        yield shortfall.costing(training.goal.loss_worth)


def _stopped_early(training: Training) -> Finding | None:
    raised = training.raised
    if raised is None or (training.is_low and training.steps >= training.goal.epochs):
        return None
    stopped = f"After {counted(training.steps, 'step')} the cell of the training loop stopped with {raised}"
    again = _graph_again(training.network, raised)
    look = "Which losses go into the one that is sent backward? Each round needs a forward pass and a loss of its own."
    return found("raised-an-error", sentence(stopped), hint=look if again else None).adding(again)


def _above_the_goal(training: Training, final: float) -> Finding | None:
    """Return what kept a loss from falling however many steps there were."""
    if training.is_low:
        return None
    structure, losses = training.structure, training.last_run.losses
    if structure and structure.code in ("sigmoid-twice", "sigmoid-missing"):
        what = computes_else(training.name, structure)
        return found(structure.code, f"{what} The loss stays at {shown(final)}.")
    begin, end = (float(losses[i]) if len(losses) else final for i in (0, -1))
    if math.isfinite(begin) and not end <= begin:
        return _went_up(training.last_run, (begin, final))
    return None


def _went_up(run: Run, losses: tuple[float, float]) -> Finding:
    """Return why a loss was higher at the end than at the start; `losses` are both."""
    begin, end = map(shown, losses)
    if climbs(run.optimizer):
        climbed = f"The loss went up, from {begin} to {end}, because the optimizer has maximize=True."
        return found("wrong-optimizer", climbed, hint=MAXIMIZES)
    rate = shown(next(iter(run.optimizer.learning_rates), math.nan))
    told = f"With lr={rate} the loss went from {begin} to {end}."
    return found("learning-rate-too-high", told).adding(_since_when(run.losses))


def _too_few_steps(training: Training) -> Finding | None:
    steps, epochs = training.steps, training.goal.epochs
    if steps >= epochs:
        return None
    asked = f"the exercise asks for {epochs} epochs"
    return found("too-few-epochs", f"`{training.name}` was trained for {counted(steps, 'step')}, but {asked}.")


def _unknown_function(training: Training) -> Finding | None:
    if training.structure is not None or not training.is_low:
        return None
    told = f"The outputs of `{training.name}` cannot be computed from its parameters alone."
    return found("wrong-module", told, hint="Which numbers does `forward` use besides the layers of the network?")


def _too_high(training: Training, final: float) -> Finding | None:
    """Return why enough epochs ended above the threshold, with a loss that fell."""
    if training.is_low:
        return None
    run, goal, steps, limit = training.last_run, training.goal, counted(training.steps, "step"), training.goal.threshold
    rate = next(iter(run.optimizer.learning_rates), goal.learning_rate)
    if is_dead(training.network, goal.objective, training.structure):
        dead = f"Every hidden unit of `{training.name}` gives 0 for every row, so no gradient gets through."
        return found("dead-network", f"{dead} The loss stays at {shown(final)}.")
    asked = f"The exercise asks for {shown(limit)} or less."
    if rate < goal.learning_rate * 0.99:
        slow = f"With lr={shown(rate)} the loss is {shown(final)} after {steps}. {asked}"
        return found("learning-rate-too-low", slow)
    cause = _other_data(run, goal.objective) or _decays(run) or _still_falling(run)
    finding = found("loss-too-high", f"After {steps} the loss is {shown(final)}. {asked}", hint=cause and cause.look)
    return finding.adding(cause.says) if cause else finding


def _decays(run: Run) -> Cause | None:
    """Return what weight decay did, if the optimizer has any."""
    decay = max((group.get("weight_decay", 0.0) for group in run.optimizer.groups), default=0.0)
    if not decay:
        return None
    return Cause(
        f"The optimizer has weight_decay={shown(decay)}, which pulls every parameter towards 0.",
        "Print the optimizer. What does weight decay do to a parameter that should be far from 0?",
    )


def _other_data(run: Run, objective: Objective) -> Cause | None:
    """Return which other rows or targets a run learned; None if there are none."""
    about = other_targets(run, objective)
    look = "The loop learned what it was given. Print inputs and targets side by side: are they the lesson's?"
    if about:
        return Cause(f"The network was trained to give {about}.", look)
    if on_other_rows(run, objective):
        return Cause("The network was trained on inputs that are not in the data.", look)
    return None


def _still_falling(run: Run) -> Cause | None:
    """Return by how much a loss was still falling at the end; None if it was not."""
    last = run.losses[-LAST:]
    if len(last) < LAST or not bool(last.isfinite().all()) or not float(last[-1]) < STILL_FALLING * float(last[0]):
        return None
    return Cause(
        f"It was still falling: from {shown(last[0])} to {shown(last[-1])} in the last {LAST} steps.",
        "The loop goes in the right direction, but it has not arrived. What lets it get further: more steps, or larger "
        "ones? Try a larger learning rate if the number of epochs is given.",
    )


def _graph_again(network: Network, raised: Raised) -> str:
    """Say why a backward pass met a graph that was used already: which passes there were."""
    if "a second time" not in raised.message and "inplace operation" not in raised.message:
        return ""
    counts = network.history.counts
    if counts.forwards < counts.backwards:
        passes = f"{counted(counts.forwards, 'forward pass')} and {counted(counts.backwards, 'backward pass')}"
        return f"The cell made {passes}. Does each round of the loop make a forward pass of its own?"
    return "The loss also depends on the forward pass of an earlier round."


def _since_when(losses: Tensor) -> str:
    """Say from which step on a loss was above its first for good, and from when it was no longer a number."""
    low, odd = (losses <= losses[0]).nonzero().reshape(-1), (~losses.isfinite()).nonzero().reshape(-1)
    if not len(low) or int(low[-1]) + 1 == len(losses):
        return ""
    told = f"It was higher than at the start from step {int(low[-1]) + 2} on"
    return f"{told}, and at step {int(odd[0]) + 1} it was {shown(losses[odd[0]])}." if len(odd) else f"{told}."


def is_dead(network: Network, objective: Objective, structure: Structure | None) -> bool:
    """Tell whether all ReLUs of a two-layer network are off for all rows, so that no gradient passes them."""
    order = structure.arrange(network.shapes) if structure else None
    if order is None or len(order) != 4:
        return False
    parameters = list(network.parameters.values())
    hidden = objective.inputs @ parameters[order[0]].T + parameters[order[1]]
    return bool((hidden <= 0).all())


def what_ended(steps: int) -> str | None:
    """Return a hint if a condition has probably ended a loop of so many steps, or a `return` inside it."""
    if steps < FEW_STEPS:
        return ENDS_EARLY
    return WHAT_ENDS_IT if steps % ROUND else None
