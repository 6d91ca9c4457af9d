"""What a finding adds about what an earlier try has left behind: the right line is not to blame for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.core.numbers import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.core.finding import Finding
    from grader.evidence.errors import Raised
    from grader.evidence.evidence import Left
    from grader.evidence.networks import Network

# What training on other numbers may be told.
OF_TRAINING = {
    "wrong-criterion", "loss-too-high", "not-converged", "wrong-shape", "nan-loss", "learning-rate-too-high",
    "raised-an-error", "broadcast-target",
}  # fmt: skip


class Cause(NamedTuple):
    """What was left behind, and what to do about it."""

    fact: str
    look: str


def with_cause(
    finding: Finding, left: Sequence[Left], raised: Raised | None = None, networks: Sequence[Network] = ()
) -> Finding:
    """Add to a finding the cell's own error, and the first name that no longer holds what the lesson put there.

    What to do about it becomes the hint, because that of the finding is about a line that is right.
    """
    facts, hint = [finding.message], finding.hint
    if raised is not None and raised.own and raised.kind not in finding.message:
        facts.append(f"The cell of this exercise stopped with {raised}")
        hint = "First repair the line that stopped: nothing below it has run. Then run that cell, and this one again."
    cause = next((_told(each) for each in left if _concerns(each, finding, " ".join(facts))), None)
    cause = cause or next((_nan(network) for network in networks if _began_with_nan(network)), None)
    if cause is not None:
        facts += [] if _is_said(cause.fact, finding.message) else [cause.fact]
        hint = cause.look
    if len(facts) == 1 and cause is None:
        return finding
    return msgspec.structs.replace(finding, message=" ".join(map(sentence, facts)), hint=hint)


def _concerns(left: Left, finding: Finding, message: str) -> bool:
    if left.value.kind in ("tensor", "array", "sequence") and finding.code in OF_TRAINING and left.exercise == "data":
        return True
    # Code in a message is between backticks, so the odd pieces of the split are code.
    return any(re.search(rf"\b{re.escape(left.value.name)}\b", piece) for piece in message.split("`")[1::2])


def _is_said(fact: str, message: str) -> bool:
    """Tell whether a message says already what a name is: "`net` is a list of 3 items, not a network"."""
    return fact.replace(" is now ", " is ").removesuffix(".") in message


def _told(left: Left) -> Cause:
    name = left.value.name
    again = f"Run the cell of exercise `{left.exercise}` again, and then its check."
    if not left.exercise:
        return Cause(
            f"`{name}` is now {left.value} and no longer {left.expected}.",
            f"Give your own object a name different from `{name}`, then run the first cell of the notebook again.",
        )
    if left.value.kind == "class":
        call = f"Are the parentheses missing in the line of exercise `{left.exercise}` that makes `{name}`?"
        return Cause(f"`{name}` is now {left.value}.", f"{call} Repair that line. {again}")
    if left.exercise != "data":
        return Cause(f"`{name}` is now {left.value}.", f"Did a later line reuse the name `{name}`? {again}")
    if left.value.layout != "strided":
        return Cause(f"`{name}` is {left.value}, but exercise `data` asks for an ordinary tensor.", again)
    return Cause(f"`{name}` does not hold the numbers that exercise `data` asks for.", again)


def _began_with_nan(network: Network) -> bool:
    runs = network.history.runs
    return bool(runs) and len(runs[-1].before) > 0 and bool(runs[-1].before[0].isnan().any())


def _nan(network: Network) -> Cause:
    name = network.value.name
    return Cause(
        f"The parameters of `{name}` were NaN (not a number) before this run began: an earlier run left them so.",
        f"Create `{name}` again, then its optimizer, and train again.",
    )
