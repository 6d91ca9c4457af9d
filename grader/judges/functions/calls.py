"""What every judge of a function asks of its calls: were they made, did they return, and what did they return?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from grader.core.catalogue import found
from grader.core.numbers import counted
from grader.core.verdict import Finding
from grader.evidence.errors import Raised
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.evidence.values import Value

FOREIGN_NAMES = "Go through the function name by name. Which names are neither its parameters nor made inside it?"
RETURNED = "Look at the `return` line. Does it give back the whole list, or only one number?"


def expect_callable(function: Function, calls: int) -> Iterator[Finding]:
    """Something that can be called, and that was, as often as the challenge asks for.

    A class or a network can do what a function should do. Its calls are there if none of them failed.
    """
    name, kind = function.value.name, function.value.kind
    if kind != "callable" and not (kind in ("class", "network") and function.calls):
        look = f"Does the cell above define `{name}` with `def`, and does a later line assign the name again?"
        yield found("wrong-type", f"`{name}` is {function.value}, not a function.", hint=look)
    elif len(function.calls) != calls:
        told = f"The evidence has {counted(len(function.calls), 'call')} of `{name}`, but the check made {calls}."
        yield found("cell-missing", told)


def expect_each(
    function: Function, tasks: Sequence[Any], judge: Callable[[str, Call, Any], Iterable[Finding]]
) -> Iterator[Finding]:
    """Judge the calls of a function by `judge(name, call, task)`; the first that fails gives the findings."""
    name = function.value.name
    missing = list(expect_callable(function, len(tasks)))
    judged = (list(judge(name, call, task)) for call, task in zip(function.calls, tasks, strict=False))
    yield from missing or next(filter(None, judged), [])


def stopped(asked: str, raised: Raised) -> Finding:
    """Return the finding for a call that an error, or a time limit, ended; `asked` says which call."""
    if not raised.late:
        return found("raised-an-error", f"{asked} stopped with {raised}.")
    where = f" and was at `{raised.line}`" if raised.line else ""
    return found("timed-out", f"{asked} had not returned after {raised.message}{where}. Does its loop ever end?")


def trained_network(name: str, call: Call) -> Network | Finding:
    """Return the network that a call of a training function left; a finding if the call stopped."""
    if call.raised:
        return stopped(f"`{name}`", call.raised)
    if call.network is None:
        return found("cell-missing", f"The evidence does not say what `{name}` did to the network.")
    return call.network


def expect_each_trained(
    function: Function,
    tasks: Sequence[Any],
    judge: Callable[[str, Network, Call, Any], Iterable[Finding]],
    network_of: Callable[[str, Call], Network | Finding] = trained_network,
) -> Iterator[Finding]:
    """Judge the calls of a training function as `expect_each` does, by `judge(name, network, call, task)`.

    `network_of` gives the network that a call left, or the finding if it left none.
    """

    def judge_call(name: str, call: Call, task: Any) -> Iterable[Finding]:
        network = network_of(name, call)
        return [network] if isinstance(network, Finding) else judge(name, network, call, task)

    return expect_each(function, tasks, judge_call)


def trains_another(name: str, trained: Sequence[str]) -> Finding:
    """Return the finding for a call that changed networks of the notebook, which are `trained`."""
    told = (
        f"`{name}` changes `{trained[0]}`, a network of the notebook, instead of making one of its own. "
        "So each call goes on from where the call before it ended."
    )
    return found("model-not-fresh", told, hint=FOREIGN_NAMES)


def returned_losses(call: Call) -> Value:
    """Return what a call returned as its losses."""
    return call.result or Value(name="losses", kind="none", type_name="NoneType")


def about_result(finding: Finding, name: str, losses: Value) -> Finding:
    """Return a finding about a list of losses that names the call that returned the list."""
    message = finding.message.replace(f"`{losses.name}", f"`{name}(…)", 1)
    hint = RETURNED if losses.kind == "number" else finding.hint
    return msgspec.structs.replace(finding, message=message, hint=hint)
