"""The judge of a network's state in a file, and of the network that it was loaded into."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from grader.core.catalogue import CALL_IT, found
from grader.core.finding import Finding
from grader.evidence.errors import Raised
from grader.evidence.files import StateFile
from grader.evidence.networks import Network
from grader.evidence.values import Value
from grader.judges.parts.network import not_a_network

UNSET = ("missing", "placeholder")


def expect_saved_state(
    file: StateFile, reloaded: Network, network: Network, raised: Raised | None = None
) -> Iterator[Finding]:
    """`file` holds the parameters of `network`; `reloaded` is another network that gives the same.

    `raised` is the error that ended the cell before the check, if one did.
    """
    name = file.value.name
    if not file.is_path:
        look = f"`{name}` holds the name of the file, as a text or a path. Which line assigns it?"
        yield found("wrong-type", f"`{name}` is {file.value}, not the path of a file.", hint=look)
    elif not file.exists:
        unfinished = raised is not None and reloaded.value.kind in UNSET
        code = "raised-an-error" if unfinished else "state-not-saved"
        look = f"Print `{name}`. Is it a file or a folder, and which line writes a file of this name?"
        yield found(code, f"There is no file at `{name}`.{_stopped(raised)}", hint=None if unfinished else look)
    elif file.tensors is None:
        look = (
            "Look at the line that saves. What does it give to the file: the network, its method `state_dict`, or "
            "what a call of this method returns?"
        )
        yield found("state-not-saved", _no_state(name, network.value.name, file, raised), hint=look)
    elif reloaded.value.kind in UNSET:
        yield _not_reloaded(reloaded, raised)
    elif network.value.kind != "network":
        yield not_a_network(network.value)
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
    look = (
        f"Make a second network and load the file into it. Its name is `{name}`. Run that cell, and then this one "
        "again."
    )
    return found("not-attempted", f"`{name}` is still `...`.", hint=look)


def _stopped(raised: Raised | None) -> str:
    return f" The cell above stopped with {raised}." if raised else ""


def _compared(
    tensors: dict[str, torch.Tensor], reloaded: Network, network: Network, file: str, raised: Raised | None
) -> Iterator[Finding]:
    new, known = reloaded.value.name, network.value.name
    missing = [key for key in network.parameters if key not in tensors]
    if missing:
        look = f"Which network's state does the file hold? Print the keys of what you saved, and of `{known}`."
        yield found("state-not-saved", f"`{known}` has a `{missing[0]}`, but {file} does not.", hint=look)
        return
    other = [key for key, own in network.parameters.items() if not _same(tensors[key], own)]
    if other:
        told = f"`{other[0]}` has different numbers in {file} and in `{known}`."
        yield found("state-not-saved", told, hint=f"Has `{known}` changed since you saved it? Save it once more.")
    elif reloaded.value.kind != "network":
        yield _no_network(reloaded.value)
    elif set(reloaded.identity) & set(network.identity):
        look = f"Which line makes `{new}`? A new network comes from a line like the one that made `{known}`."
        yield found("wrong-values", f"`{new}` is `{known}` itself, not a new network.", hint=look)
    elif reloaded.raised:
        yield found("raised-an-error", f"`{new}(X)` stopped with {reloaded.raised}.", hint=CALL_IT["network"])
    elif not _same_output(reloaded, network):
        yield _not_loaded(reloaded, network, raised)


def _no_network(value: Value) -> Finding:
    """Return the finding for a reloaded state that is not a network; a state by itself is the commonest."""
    if value.type_name not in ("OrderedDict", "dict"):
        return not_a_network(value)
    return found(
        "wrong-type",
        f"`{value.name}` is a dictionary of type {value.type_name}, not a network. `torch.load` gives back what was "
        "saved: here the tensors by their names.",
        hint="Tensors alone cannot be called. Which object has the layers that they belong to, and how do the "
        "tensors get into it?",
    )


def _not_loaded(reloaded: Network, network: Network, raised: Raised | None) -> Finding:
    """Say how a network differs from the one whose state it should have."""
    new, known = reloaded.value.name, network.value.name
    facts = f"`{new}` and `{known}` give different outputs for the same rows."
    if raised is not None or reloaded.shapes != network.shapes:
        look = f"Compare the line that makes `{new}` with the one that made `{known}`, layer by layer."
        return found("wrong-values", f"{facts}{_stopped(raised)}", hint=look)
    look = f"A new network begins with random parameters. Which line puts those of the file into `{new}`?"
    return found("wrong-values", f"{facts} The parameters of `{new}` are not those of the file.", hint=look)


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
