"""Judges of an untrained network: its class, and the function that it computes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from grader.core.catalogue import CALL_IT, found
from grader.core.numbers import counted, listed, point, sentence, shown
from grader.core.verdict import Finding
from grader.evidence.networks import Network, NetworkClass
from grader.evidence.values import Value
from grader.judges.findings import at_most_one
from grader.judges.parts.structure import Structure, computes_else, identify

BESIDE_THE_LAYERS = (
    "Follow one input through `forward`, line by line: what is done to it besides the calls of the layers, and in "
    "which order are they called?"
)
NOT_STORED = (
    "A layer belongs to the network once `__init__` stores it as `self.something`. A layer that `forward` makes is a "
    "new one with new random numbers in each call, so nothing can train it."
)
NO_LAYERS = (
    "`nn.Sequential` gets its layers between its brackets: write them one after the other, with commas between them."
)
NOT_CALLED = (
    "Only what `__init__` stores can be trained, so `forward` has to call it, as `self.name(...)`. A layer that "
    "`forward` makes itself is a new one with new random numbers in each call."
)
NO_WORK = {"Identity", "Dropout", "Flatten"}  # layers that change nothing in eval mode on rows of numbers


def expect_class(made: NetworkClass, network: Network) -> Iterator[Finding]:
    """A class of networks that can be made without arguments, and `network` one of them."""
    name = made.value.name
    if made.value.kind != "class":
        look = f"Which line defines `{name}`, and does a later line assign the name again?"
        yield found("wrong-type", f"`{name}` is {made.value}, not a class.", hint=look)
    elif not made.is_module:
        look = "Look at the line that begins with `class`: what is in the parentheses after the name?"
        yield found("wrong-type", f"The class `{name}` does not inherit from `nn.Module`.", hint=look)
    elif made.raised:
        told = sentence(f"`{name}()` without arguments stopped with {made.raised}")
        yield found("raised-an-error", told, hint=CALL_IT["class"])
    elif network.value.kind == "network" and network.value.type_name != made.value.type_name:
        own = network.value.name
        told = f"`{own}` is of class {network.value.type_name}, not {made.value.type_name}."
        look = f"Which line makes `{own}`, and which class does it call? Run the class first, and then that line."
        yield found("wrong-type", told, hint=look)


@at_most_one
def expect_network(
    network: Network,
    layers: Sequence[str],
    shapes: Sequence[tuple[int, ...]],
    inputs: Tensor,
    known: Sequence[Structure],
) -> Finding | None:
    """A network that computes the first structure of `known` (those with a code are named mistakes).

    `layers` is how the network prints, for messages; `shapes` are those of its parameters in any order. How it is
    spelled, as a class, with nn.Sequential or with functions, makes no difference.
    """
    own = [layer for layer in network.layers if layer.kind not in {*NO_WORK, network.value.type_name}]
    has = ", ".join(map(str, own)) or "no layer of its own"
    facts = f"`{network.value.name}` has {has}. The exercise asks for {', '.join(layers)}."
    missing = NO_LAYERS if network.value.type_name == "Sequential" else NOT_STORED
    unlike = found("wrong-module", facts, hint=None if own else missing)
    return (
        no_network(network)
        or _stuck(network, inputs.shape[1])
        or (unlike if network.shapes and sorted(network.shapes) != sorted(shapes) else None)
        or _no_output(network, unlike)
        or _other_function(network, layers, inputs, known, unlike)
        or _of_no_use(network)
    )


def not_a_network(value: Value) -> Finding:
    """Return the finding for a value that is not a network."""
    look = f"Which line makes `{value.name}`, and does a later line assign the name again?"
    return found("wrong-type", f"`{value.name}` is {value}, not a network.", hint=look)


def no_network(network: Network) -> Finding | None:
    if network.value.kind == "class":
        name = network.value.name
        told = f"`{name}` is {network.value}, not a network. Parentheses make a network of it."
        return found("wrong-type", told, hint=f"Look at the line that makes `{name}`: is the class called there?")
    return None if network.value.kind == "network" else not_a_network(network.value)


def _stuck(network: Network, width: int) -> Finding | None:
    """Return a finding if a linear layer takes another number of features than it gets; `width` are those of a row."""
    if network.raised is None or "shapes cannot be multiplied" not in network.raised.message:
        return None
    before = f"a row of the data has {counted(width, 'number')}"
    for layer in network.layers:
        if layer.kind != "Linear":
            continue
        takes, gives = (int(size) for size in str(layer).removeprefix("Linear(").removesuffix(")").split(", ")[:2])
        if takes != width:
            return found(
                "wrong-module",
                f"The layers of `{network.value.name}` do not fit together. {layer} takes {counted(takes, 'number')}, "
                f"but {before}.",
                hint="The first number of a linear layer says how many numbers go in, and the second one how many come "
                "out. Compare each layer with the one before it.",
            )
        width, before = gives, f"{layer} before it gives {gives}"
    return None


def _other_function(
    network: Network, layers: Sequence[str], inputs: Tensor, known: Sequence[Structure], unlike: Finding
) -> Finding | None:
    """Return a finding if a network that gives numbers does not compute the first of `known`."""
    name, output, expected = network.value.name, network.output, (len(inputs), 1)
    if output is None or output.shape != expected:
        given = f"For inputs of shape {tuple(inputs.shape)} `{name}` gives {output}. It should have shape {expected}."
        look = "How many numbers does the last layer give for each row, and does `forward` change the shape after that?"
        return found("wrong-shape", given, hint=look)
    structure = identify(network, inputs, known)
    if structure is None:
        idle = _never_called(network)
        if idle:
            stored = "a layer that" if len(idle) == 1 else "layers that"
            facts = f"`forward` never calls {listed(idle)}, {stored} `__init__` has stored in `{name}`."
            return found("wrong-module", facts, hint=NOT_CALLED)
        kinds = [text.split("(")[0].removeprefix("nn.") for text in layers]
        if [layer.kind for layer in network.layers if layer.kind not in NO_WORK] == kinds:
            return found("wrong-module", _does_more(network, inputs, known[0]), hint=BESIDE_THE_LAYERS)
        return unlike
    if structure.code and structure in known:
        wanted = known[0].description
        return found(structure.code, f"{computes_else(name, structure)} The exercise asks for {wanted}.")
    if structure.code or not any(layer.kind == "Linear" for layer in network.layers):
        return unlike
    return None


def _of_no_use(network: Network) -> Finding | None:
    """Return a finding if a network that gives the right numbers cannot be trained, or not be read by later cells."""
    if network.unreached:
        return found("detached-loss", cut_off(network))
    if not network.lacks:
        return None
    name, wanted = network.value.name, network.lacks
    own = sorted({key.split(".")[0] for key in network.parameters if "." in key})
    has = f"The layer of `{name}` is called `{own[0]}`" if len(own) == 1 else f"`{name}` has no layer called `{wanted}`"
    told = f"{has}. The exercise asks for the name `{wanted}`, because later cells read `{name}.{wanted}`."
    look = "In `__init__`, look at the name after `self.`. The same name is used in `forward`."
    return found("wrong-module", told, cost=1, hint=look)


def _no_output(network: Network, unlike: Finding) -> Finding | None:
    """Return the finding of a network that gives no numbers to look at, or has no parameters to work them out from."""
    name = network.value.name
    if network.raised:
        unmade = network.raised.kind == "NotImplementedError" and "forward" in network.raised.message
        if unmade:
            told = f"`{name}` has no method `forward`. Is it indented, as a part of the class?"
            look = "Compare `forward` with `__init__`: are both spelled as they should be, and indented equally far?"
            return found("wrong-module", told, hint=look)
        told = sentence(f"`{name}(inputs)` stopped with {network.raised}")
        return found("raised-an-error", told, hint=CALL_IT["network"])
    if network.output is None or network.output.kind != "tensor":
        return no_tensor(f"{name}(inputs)", network)
    if network.output.numbers is None:
        told = f"`{name}(inputs)` returns {network.output}, which holds no numbers."
        return found("wrong-values", told, hint=f"Print `{name}(inputs).device`. On which device was the network made?")
    return None if network.shapes else unlike


def no_tensor(call: str, network: Network) -> Finding:
    """Return the finding for a call of a network that returned something different from a tensor."""
    returned = " Does `forward` end with `return`?" if network.output is None or network.output.kind == "none" else ""
    told = f"`{call}` returns {network.output}, not a tensor.{returned}"
    return found("wrong-type", told, hint="Look at the last line of `forward`: what does it give back?")


def cut_off(network: Network, gives: str = "the right numbers") -> str:
    """Say which parameters of a network that `gives` numbers cannot be trained, and what may be the reason."""
    name, unreached = network.value.name, network.unreached
    idle = _never_called(network)
    if idle:
        return f"`{name}(inputs)` gives {gives}, but `forward` never calls {listed(idle)}, so nothing can train it."
    look = "Look for `no_grad()`, `detach()`, `.data`, `.item()` or `requires_grad` where the network is made."
    if len(unreached) == len(network.parameters):
        return (
            f"`{name}(inputs)` gives {gives}, but without the graph that leads back to the parameters. So "
            f"`backward()` could never reach them. {look}"
        )
    return f"`{name}(inputs)` gives {gives}, but no gradient would ever reach {listed(unreached)}. {look}"


def _never_called(network: Network) -> list[str]:
    """Return how a learner reaches the layers that `forward` does not call, and whose parameters get no gradient."""
    return [
        as_reached(network, name)
        for name in network.uncalled
        if all(key in network.unreached for key in network.parameters if key.rpartition(".")[0] == name)
    ]


def _does_more(network: Network, inputs: Tensor, expected: Structure) -> str:
    """Say for which input a network that has the right layers gives something else than these layers do."""
    name = network.value.name
    forward = expected.bind(network.shapes)
    outputs = None if forward is None else forward(network.flat, inputs)
    given = network.outputs
    if outputs is None or given is None or outputs.shape != given.shape:
        return f"`{name}` does not compute {expected.description}."
    row_at = int((~torch.isclose(given.to(torch.float32), outputs, rtol=1e-3, atol=1e-5)).reshape(-1).nonzero()[0])
    got, alone = (float(t.reshape(-1)[row_at]) + 0.0 for t in (given, outputs))  # -0 is 0
    layers = "layer alone gives" if len(network.layers) == 1 else "layers alone give"
    return (
        f"`forward` does not compute {expected.description}. For the input {point(inputs[row_at])} `{name}` gives "
        f"{shown(got)}, but the {layers} {shown(alone)}."
    )


def as_reached(network: Network, key: str) -> str:
    """Write the key of a `state_dict` as a learner reaches it: "0.mean" as "model[0].mean"."""
    parts = (f"[{part}]" if part.isdigit() else f".{part}" for part in key.split("."))
    return f"{network.value.name}{''.join(parts)}"
