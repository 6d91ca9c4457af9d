"""What a finding adds about what an earlier try has left behind: the right line is not to blame for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.core.verdict import Finding
    from grader.evidence.errors import Raised
    from grader.evidence.left import Left
    from grader.evidence.networks import Network

# What training on other numbers may be told.
OF_TRAINING = {
    "wrong-criterion", "loss-too-high", "not-converged", "wrong-shape", "nan-loss", "learning-rate-too-high",
    "raised-an-error", "broadcast-target",
}  # fmt: skip


def with_cause(
    finding: Finding, left: Sequence[Left], raised: Raised | None = None, networks: Sequence[Network] = ()
) -> Finding:
    """Add to a finding the cell's own error, and the first name that no longer holds what the lesson put there."""
    message = finding.message
    if raised is not None and raised.own and raised.kind not in message:
        message += f"; the cell that assigns it stopped with {raised}"
    cause = next((_told(each) for each in left if _concerns(each, finding, message)), None)
    cause = cause or next((_nan(network) for network in networks if _began_with_nan(network)), None)
    return msgspec.structs.replace(finding, message=f"{message}. {cause}" if cause else message)


def _concerns(left: Left, finding: Finding, message: str) -> bool:
    if left.value.kind in ("tensor", "array", "sequence") and finding.code in OF_TRAINING and left.exercise == "data":
        return True
    # Code in a message is between backticks, so the odd pieces of the split are code.
    return any(re.search(rf"\b{re.escape(left.value.name)}\b", piece) for piece in message.split("`")[1::2])


def _told(left: Left) -> str:
    name = left.value.name
    if not left.exercise:
        now = f"`{name}` is {left.value} by now, and no longer {left.expected}"
        return f"{now}: rename yours and run the first cell again"
    if left.exercise == "data":
        if left.value.layout != "strided":
            return f"`{name}` is {left.value}, where exercise `data` asks for an ordinary one"
        return (
            f"`{name}` does not hold the numbers that exercise `data` asks for: run the cell of `data` again, and its "
            "check"
        )
    return f"`{name}` is {left.value} by now: run the cell of exercise `{left.exercise}` again"


def _began_with_nan(network: Network) -> bool:
    runs = network.history.runs
    return bool(runs) and len(runs[-1].before) > 0 and bool(runs[-1].before[0].isnan().any())


def _nan(network: Network) -> str:
    name = network.value.name
    return (
        f"The parameters of `{name}` were NaN before this run began, left by an earlier one: make `{name}` again, then "
        "its optimizer"
    )
