"""The judge of a training run: were the updates right, is the loss low enough, is its history true?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import torch

from grader.core.catalogue import found
from grader.core.numbers import counted, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.evidence.networks import Network
from grader.evidence.runs import Run
from grader.evidence.values import Value
from grader.judges.findings import first_pays
from grader.judges.parts.network import not_a_network
from grader.judges.parts.objective import Forward, Goal, Objective
from grader.judges.parts.optimizer import about_new_optimizers, forgets_nothing
from grader.judges.parts.structure import Structure, computes_else, identify
from grader.judges.training.by_hand import SET_BY_HAND, descended_by_hand, moved_by_hand, set_by_hand
from grader.judges.training.forgery import forged
from grader.judges.training.history import expect_history
from grader.judges.training.loss_scale import without_loss_scale
from grader.judges.training.pulled import led_to_minimum
from grader.judges.training.shortfall import expect_enough
from grader.judges.training.untrained import MADE_IN_THE_LOOP, why_never_called, why_untrained
from grader.judges.training.update_mistakes import update_mistakes

# What is wrong with the list of losses too, and no mistake of its own: nobody saw a loss that led nowhere, and what a
# cell did not get to was not recorded.
CONSEQUENCES = {"detached-loss": "losses-not-recorded", "raised-an-error": "losses-missing"}


class Training(NamedTuple):
    """What the judgement of one training takes: the evidence, the goal, and what several rules ask about the network.

    `forward` is the network's function of its parameters if that is known, `final` its loss now. `never` is the finding
    for a network that no optimizer trained.
    """

    network: Network
    losses: Value
    goal: Goal
    raised: Raised | None
    structure: Structure | None
    forward: Forward | None
    final: float | None
    never: Finding | None

    @classmethod
    def of(cls, network: Network, losses: Value, goal: Goal, raised: Raised | None) -> Training:
        structure = identify(network, goal.objective.inputs, goal.structures)
        forward = structure.linked(run_shapes(network)) if structure else None
        network = without_loss_scale(network, goal.objective, forward)
        final = final_loss(network, goal.objective, structure)
        never = why_untrained(network) or why_never_called(network)
        return cls(network, losses, goal, raised, structure, forward, final, never)

    @property
    def name(self) -> str:
        return self.network.value.name

    @property
    def is_low(self) -> bool:
        """Whether the loss has reached the goal."""
        return self.final is not None and self.final <= self.goal.threshold

    @property
    def steps(self) -> int:
        """How many steps optimizers made."""
        return sum(run.steps for run in self.network.history.runs)

    @property
    def last_run(self) -> Run:
        return self.network.history.runs[-1]

    def history(self) -> Iterator[Finding]:
        """Yield what is wrong with the list of losses."""
        return expect_history(self.losses, self.network, self.goal, self.final, self.forward)


def expect_training(network: Network, losses: Value, goal: Goal, raised: Raised | None = None) -> Iterator[Finding]:
    """Judge how `network` was trained, and `losses`, the student's list of one loss an epoch.

    `raised` is the error that ended the cell before the check, if one did.
    """
    if network.value.kind != "network":
        yield not_a_network(network.value)
        return
    training = Training.of(network, losses, goal, raised)
    alone = _without_a_run(training) or _not_by_training(training)
    if alone:
        yield alone
        return
    mistakes = _loop_mistakes(training)
    outside = None if training.never or raised else why_outside_the_loop(training)
    if outside:
        # All that came of it is one finding: too few steps, of a gradient that may be the sum of all.
        told = [outside.costing(goal.loss_worth + (goal.updates_worth if mistakes else 0))]
    elif mistakes:
        # The first mistake takes the price of all; a loss that is too high is then its consequence.
        ended = sentence(f"The cell then stopped with {raised}") if raised and training.steps < goal.epochs else ""
        first, *others = mistakes
        price = goal.updates_worth + (0 if training.is_low else goal.loss_worth)
        told = first_pays([first.adding(ended), *others], price)
    else:
        told = list(expect_enough(training))
    if outside or (told and told[0].code in CONSEQUENCES):
        yield from _with_its_history(told[0], training)
    else:
        yield from (*told, *training.history())


def _with_its_history(finding: Finding, training: Training) -> Iterator[Finding]:
    """Yield a finding, with what is wrong with the list of losses unless that is a consequence of the finding."""
    wrong = list(training.history())
    if wrong and wrong[0].code == CONSEQUENCES.get(finding.code, "losses-not-recorded"):
        yield finding.costing((finding.cost or 0) + training.goal.history_worth)
        return
    yield from (finding, *wrong)


def _not_by_training(training: Training) -> Finding | None:
    """Return the finding for parameters that were set by hand, or for a record that no training leaves behind."""
    if training.never:
        return None
    network, objective, forward = training.network, training.goal.objective, training.forward
    return (
        set_by_hand(network, objective, training.goal.threshold, forward)
        or (led_to_minimum(network, objective, forward) if training.is_low else None)
        or forged(network, objective, forward)
    )


def _loop_mistakes(training: Training) -> list[Finding]:
    """Return what was wrong with the steps."""
    if training.never:
        return [training.never]
    mistakes = list(update_mistakes(training.network, training.goal.objective, training.forward))
    if training.is_low and [finding.code for finding in mistakes] == ["optimizer-other-model"]:
        mistakes = []  # some of the parameters were enough; the optimizer's own exercise says what it lacks
    return mistakes or list(_mode_mistakes(training))


def why_outside_the_loop(training: Training) -> Finding | None:
    """Tell how a single step came of many rounds: it is after the loop, or each round makes a network of its own."""
    history, name, goal = training.network.history, training.name, training.goal
    if training.steps >= min(3, goal.epochs):
        return None
    many, rows = max(3, goal.epochs // 4), len(goal.objective.targets)
    did = f"`{name}` was trained for only {counted(training.steps, 'step')}"
    passes = counted(history.backwards, "backward pass")
    if history.alike >= many:
        made = f"A new `{name}` was made in each of {counted(history.alike, 'round')}, so the last {did}."
        return found("too-few-epochs", made, hint=MADE_IN_THE_LOOP)
    if history.backwards > max(many, rows):
        return found(
            "too-few-epochs",
            f"There were {passes}, but {did}. Is the call of `step()` inside the loop?",
            hint="Compare the indentation of the lines. Which of them does the loop repeat, and which line comes only "
            "after it?",
        )
    if history.counts.forwards > max(many, rows) and history.forwards >= many:
        forwards = counted(history.forwards, "forward pass")
        told = f"There were {forwards} and {passes}, and {did}. Which lines does the loop repeat?"
        look = "Compare the indentation of the lines. The loop repeats only those that are indented below it."
        return found("too-few-epochs", told, hint=look)
    return None


def _mode_mistakes(training: Training) -> Iterator[Finding]:
    """Yield what was wrong with steps whose gradients were right."""
    run, name = training.last_run, training.name
    in_eval = f"`{name}` was in eval mode in {run.in_eval:,} of {counted(run.steps, 'step')}."
    if run.optimizers > max(3, run.steps // 2) and not forgets_nothing(run):
        yield found("optimizer-made-anew", about_new_optimizers(run, name))
    elif training.goal.train_mode and 2 * run.in_eval > run.steps:
        yield found("eval-mode-in-training", f"{in_eval} The exercise asks for train mode.")


def _without_a_run(training: Training) -> Finding | None:
    """Return the one finding for a network that no optimizer trained; a true list of losses keeps its points."""
    never = training.never
    if never is None or descended_by_hand(training.network) or (training.is_low and _by_own_rule(training)):
        return None
    return _unstarted(training) or _without_a_loss(never, training) or _untrained(never, training)


def _unstarted(training: Training) -> Finding | None:
    """Return a finding if nothing of the loop was written, or none of it ran."""
    losses, raised = training.losses, training.raised
    if training.network.history.forwards or losses.kind not in ("placeholder", "missing"):
        return None
    if losses.kind == "placeholder":
        return found("not-attempted", f"`{losses.name}` is still `...`, so there is no training yet.")
    why = sentence(f" The cell above stopped with {raised}") if raised else ""
    return found("missing-name", f"`{losses.name}` does not exist, and `{training.name}` is not trained.{why}")


def _without_a_loss(never: Finding, training: Training) -> Finding | None:
    """Return a finding if the loop stopped before a loss led back to the parameters, or no step made the loss low."""
    name, structure, raised = training.name, training.structure, training.raised
    if structure and structure.code and structure.link:  # its loss refuses what it gives
        return found(structure.code, f"{computes_else(name, structure)} {never.message}")
    if raised and not ("does not require grad" in raised.message and never.code == "detached-loss"):
        return found("raised-an-error", sentence(f"The cell of the training loop stopped with {raised}"))
    if never.code != "trained-a-copy" and training.final is not None and training.is_low:
        low = f"The loss of `{name}` is {shown(training.final)}, but no optimizer step brought it there."
        return found("hard-coded", low, hint=SET_BY_HAND)
    return None


def _untrained(never: Finding, training: Training) -> Finding:
    name, losses, goal = training.name, training.losses, training.goal
    wrong = list(expect_history(losses, training.network, goal, training.final))
    price = goal.updates_worth + goal.loss_worth + (goal.history_worth if wrong else 0)
    if never.code == "no-step" and not training.network.history.forwards:
        if losses.shape == (0,):
            told = (
                f"`{name}` was never called, and `{losses.name}` is empty. Does the cell define a function that "
                "nothing calls?"
            )
            return found(never.code, told, price, "Which line of the cell starts the training, and does that line run?")
        if losses.numbers is not None:
            told = (
                f"`{name}` was never called, so the numbers in `{losses.name}` are not its losses. Did you re-create "
                f"`{name}` after the loop?"
            )
            look = "Run the cells in order, from the one that makes the network to the one of the loop."
            return found(never.code, told, price, look)
    return never.costing(price)


def run_shapes(network: Network) -> tuple[tuple[int, ...], ...]:
    """Return the shapes in the order in which the last run's optimizer held the parameters."""
    runs = network.history.runs
    whole = runs and runs[-1].size == network.flat.numel()
    return runs[-1].shapes if whole else network.shapes


def final_loss(network: Network, objective: Objective, structure: Structure | None = None) -> float | None:
    """Return the objective's loss of the network as it is now; None if it cannot be called on the inputs."""
    output = network.outputs
    if output is None or output.numel() != objective.targets.numel():
        return None
    output = output.reshape(-1, 1).to(torch.float32)
    link = structure.link if structure else None
    return float(objective.loss(output if link is None else link(output), objective.targets))


def _by_own_rule(training: Training) -> bool:
    """Tell whether a rule of the learner's own, such as momentum, moved a network from pass to pass over the data."""
    network, goal, passes = training.network, training.goal, training.network.history.passes
    if not moved_by_hand(network) or passes is None or len(passes.losses) < min(3, goal.epochs):
        return False
    return led_to_minimum(network, goal.objective, training.forward) is None
