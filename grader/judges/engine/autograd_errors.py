"""What errors of PyTorch's autograd say about a training loop that is written without an optimizer."""

from __future__ import annotations

import re

import msgspec

from grader.core.catalogue import found
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.judges.functions.calls import stopped

_LOST = (
    "After the first update, the name stands for the result of a computation and no longer for a leaf. "
    "`backward()` fills `.grad` of leaves only."
)
_NEW = (
    "Nothing in the loss asks for gradients. What is computed under `no_grad` is not recorded, and a new tensor begins "
    "without `requires_grad`."
)
_NEVER = (
    "Already the first backward pass did not reach the parameter: it has no `requires_grad`, or the loss does not "
    "remember that it was computed from it."
)
# A piece of the message, the code, and what the error means.
_MEANS = (
    (
        r"backward through the graph a second time",
        "graph-freed",
        "The first `backward()` frees what the graph has stored, so the same graph cannot go backward again.",
    ),
    (
        r"leaf Variable that requires grad is being used in an in-place operation",
        "update-recorded",
        "PyTorch records what happens to a tensor with `requires_grad`, and a leaf cannot be changed while it does.",
    ),
    (
        r"modified by an inplace operation",
        "update-recorded",
        "A number that the graph still needs was changed before `backward()` had used it.",
    ),
    (r"NoneType.*(operand|attribute|zero_|data)|(operand|attribute).*NoneType", "leaf-lost", _LOST),
    (r"does not require grad and does not have a grad_fn", "leaf-lost", _NEW),
)


def stopped_by_autograd(asked: str, raised: Raised, passes: int) -> Finding:
    """Return the finding for a call that an error ended after so many backward passes had begun."""
    for pattern, code, says in _MEANS:
        if raised.late or not re.search(pattern, raised.message) or (code == "leaf-lost" and not passes):
            continue
        first = msgspec.structs.replace(raised, message=re.split(r" \(|\. ", raised.message)[0])
        if code == "leaf-lost" and passes == 1:  # no update has replaced anything yet
            return found("detached-loss", f"{asked} stopped with {first}. {_NEVER}")
        return found(code, f"{asked} stopped with {first}. {says}")
    return stopped(asked, raised)
