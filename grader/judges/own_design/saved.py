"""The judge of a network's state in a file, and of the network that it was loaded into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from grader.core.catalogue import found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.verdict import Finding
    from grader.evidence.errors import Raised
    from grader.evidence.files import StateFile
    from grader.evidence.networks import Network


UNSET = ("missing", "placeholder")


def expect_saved_state(
    file: StateFile, reloaded: Network, network: Network, raised: Raised | None = None
) -> Iterator[Finding]:
    """`file` holds the parameters of `network`; `reloaded` is another network that gives the same.

    `raised` is the error that ended the cell before the check, if one did.
    """
    name, known = file.value.name, network.value.name
    if not file.is_path:
        yield found("wrong-type", f"`{name}` is {file.value}, not the path of a file.")
    elif not file.exists:
        unfinished = raised is not None and reloaded.value.kind in UNSET
        code = "raised-an-error" if unfinished else "state-not-saved"
        yield found(code, f"There is no file at `{name}`.{_stopped(raised)}")
    elif file.tensors is None:
        yield found("state-not-saved", _no_state(name, network.value.name, file, raised))
    elif reloaded.value.kind in UNSET:
        yield _not_reloaded(reloaded, raised)
    elif network.value.kind != "network":
        yield found("wrong-type", f"`{known}` is {network.value}, not a network.")
    else:
        yield from _compared(file.tensors, reloaded, network, f"the file at `{name}`", raised)


def _no_state(name: str, model: str, file: StateFile, raised: Raised | None) -> str:
    """Say what is in a file that holds no tensors by name."""
    said = file.raised.message if file.raised else ""
    if raised is not None and "ickl" in raised.kind and "save(" in raised.line:
        return f"The file at `{name}` was not finished.{_stopped(raised)} Is it the state that you save there?"
    if "Weights only load failed" in said or "weights_only" in said:
        return (
            f"The file at `{name}` holds a whole Python object, as `torch.save({model}, ...)` writes it. It should "
            f"hold the state of `{model}`, that is, its tensors by name."
        )
    why = f" Reading it stopped with {file.raised}." if file.raised else ""
    return f"The file at `{name}` does not hold a state.{why}"


def _not_reloaded(reloaded: Network, raised: Raised | None) -> Finding:
    name = reloaded.value.name
    if reloaded.value.kind == "missing":
        return found("missing-name", f"`{name}` does not exist.{_stopped(raised)}")
    if raised:
        return found("raised-an-error", f"`{name}` is still `...`.{_stopped(raised)}")
    return found("not-attempted", f"`{name}` is still `...`.")


def _stopped(raised: Raised | None) -> str:
    return f" The cell above stopped with {raised}." if raised else ""


def _compared(
    tensors: dict[str, torch.Tensor], reloaded: Network, network: Network, file: str, raised: Raised | None
) -> Iterator[Finding]:
    new, known = reloaded.value.name, network.value.name
    missing = [key for key in network.parameters if key not in tensors]
    if missing:
        yield found("state-not-saved", f"`{known}` has a `{missing[0]}`, but {file} does not.")
        return
    other = [key for key, own in network.parameters.items() if not _same(tensors[key], own)]
    if other:
        yield found("state-not-saved", f"`{other[0]}` has different numbers in {file} and in `{known}`.")
    elif reloaded.value.kind != "network":
        yield found("wrong-type", f"`{new}` is {reloaded.value}, not a network.")
    elif set(reloaded.identity) & set(network.identity):
        yield found("wrong-values", f"`{new}` is `{known}` itself, not a new network.")
    elif reloaded.raised:
        yield found("raised-an-error", f"`{new}(X)` stopped with {reloaded.raised}.")
    elif not _same_output(reloaded, network):
        facts = f"`{new}` and `{known}` give different outputs for the same rows."
        yield found("wrong-values", f"{facts}{_stopped(raised)}")


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and torch.allclose(one.float(), other.float(), rtol=1e-5, atol=1e-7, equal_nan=True)


def _same_output(reloaded: Network, network: Network) -> bool:
    one, other = (n.outputs for n in (reloaded, network))
    return (
        one is not None
        and other is not None
        and one.shape == other.shape
        and torch.allclose(one, other, 1e-3, 1e-4, equal_nan=True)
    )
