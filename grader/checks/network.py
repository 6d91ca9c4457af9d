"""Judges of an untrained network: its class, and the function it computes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from grader.checks.structure import Structure, identify
from grader.mistakes import found

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.networks import Network, NetworkClass
    from grader.verdict import Finding

NO_WORK = {"Identity", "Dropout", "Flatten"}  # layers that change nothing in eval mode on rows of numbers


def expect_class(made: NetworkClass, network: Network) -> Iterator[Finding]:
    """A class of networks that can be made without arguments, and `network` one of them."""
    name = made.value.name
    if made.value.kind != "class":
        yield found("wrong-type", f"`{name}` is {made.value}, not a class")
    elif not made.is_module:
        yield found("wrong-type", f"`{name}` does not inherit from nn.Module")
    elif made.raised:
        yield found("raised-an-error", f"`{name}()` without arguments stopped with {made.raised}")
    elif network.value.kind == "network" and network.value.type_name != made.value.type_name:
        yield found(
            "wrong-type", f"`{network.value.name}` is of class {network.value.type_name}, not {made.value.type_name}"
        )


def expect_network(
    network: Network,
    layers: Sequence[str],
    shapes: Sequence[tuple[int, ...]],
    inputs: Tensor,
    known: Sequence[Structure],
) -> Iterator[Finding]:
    """A network that computes the first structure of `known` (those with a code are named mistakes).

    `layers` is how the network prints, for messages; `shapes` are those of its parameters in any order. How it is
    spelled, as a class, with nn.Sequential or with functions, makes no difference.
    """
    name = network.value.name
    if network.value.kind != "network":
        extra = "; parentheses make a network of it" if network.value.kind == "class" else ""
        yield found("wrong-type", f"`{name}` is {network.value}, not a network{extra}")
        return
    has = ", ".join(str(layer) for layer in network.layers if layer.kind not in NO_WORK) or "no layers"
    facts = f"`{name}` is built of {has}; the exercise asks for {', '.join(layers)}"
    if network.shapes and sorted(network.shapes) != sorted(shapes):
        yield found("wrong-module", facts)
        return
    if network.raised:
        unmade = network.raised.kind == "NotImplementedError" and "forward" in network.raised.message
        said = "has no `forward` method" if unmade else f"stopped with {network.raised}"
        yield found(
            "wrong-module" if unmade else "raised-an-error",
            f"`{name}(inputs)` {said}" if not unmade else f"`{name}` {said}",
        )
        return
    if network.output is None or network.output.kind != "tensor":
        yield found("wrong-type", f"`{name}(inputs)` returns {network.output}, not a tensor")
        return
    if not network.shapes:
        yield found("wrong-module", facts)
        return
    expected = (len(inputs), 1)
    structure = identify(network, inputs, known)
    if network.output.shape != expected:
        yield found(
            "wrong-shape", f"`{name}` gives {network.output} for inputs of shape {tuple(inputs.shape)}, not {expected}"
        )
    elif structure is None:
        yield found(
            "wrong-module", facts if not _same(network, layers) else f"`{name}` does not give {known[0].description}"
        )
    elif structure.code and structure in known:
        yield found(
            structure.code, f"`{name}` gives {structure.description}; the exercise asks for {known[0].description}"
        )
    elif structure.code or not any(layer.kind == "Linear" for layer in network.layers):
        yield found("wrong-module", facts)


def _same(network: Network, layers: Sequence[str]) -> bool:
    return [layer.kind for layer in network.layers if layer.kind not in NO_WORK] == [
        text.split("(")[0] for text in layers
    ]
