"""Which function a network computes from its parameters: found by recomputing its outputs, not by reading its code."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from grader.evidence.networks import Network
from grader.judges.parts.objective import HALVES, Forward

LAYERS: dict[str, Callable[[Tensor], Tensor] | None] = {
    "Linear": None, "ReLU": torch.relu, "Sigmoid": torch.sigmoid, "Tanh": torch.tanh,
    "LeakyReLU": functional.leaky_relu, "ELU": functional.elu, "GELU": functional.gelu, "SiLU": functional.silu,
    "Softplus": functional.softplus, "Identity": lambda x: x, "Dropout": lambda x: x,
}  # fmt: skip


class Structure(NamedTuple):
    """A function of parameters and inputs. `code` is the mistake of a network that computes it, "" for the right one.

    `arrange` puts parameters of any order into the one that `forward` takes, None if the shapes do not fit.
    `link` turns outputs into what an objective is about, if the network itself leaves that to its loss.
    """

    code: str
    description: str
    arrange: Callable[[Sequence[tuple[int, ...]]], list[int] | None]
    forward: Callable[..., Tensor]
    link: Callable[[Tensor], Tensor] | None = None

    def linked(self, shapes: Sequence[tuple[int, ...]]) -> Forward | None:
        """Return the function that `bind` returns, with `link` after it."""
        forward, link = self.bind(shapes), self.link
        if forward is None or link is None:
            return forward
        return lambda flat, inputs: link(forward(flat, inputs))

    def bind(self, shapes: Sequence[tuple[int, ...]]) -> Forward | None:
        """Return the function of flattened parameters (P,) in the order of `shapes`, and inputs (n, features)."""
        order = self.arrange(shapes)
        if order is None:
            return None
        sizes = [math.prod(shape) for shape in shapes]

        def forward(flat: Tensor, inputs: Tensor) -> Tensor:
            pieces = [p.reshape(shape) for p, shape in zip(flat.split(sizes), shapes, strict=True)]
            return self.forward(inputs, *(pieces[i] for i in order))

        return forward


def identify(network: Network, inputs: Tensor, structures: Sequence[Structure]) -> Structure | None:
    """Return the first structure that gives the network's own outputs on `inputs` from its own parameters."""
    if network.outputs is None or not network.parameters:
        return None
    given = network.outputs.to(torch.float32)
    # Half precision keeps two or three digits.
    within = (2e-2, 2e-2) if network.outputs.dtype in HALVES else (1e-3, 1e-5)
    stack = stacked(network)
    for structure in [*structures, *([stack] if stack else [])]:
        forward = structure.bind(network.shapes)
        if forward is None:
            continue
        try:
            outputs = forward(network.flat, inputs)
        except (RuntimeError, ValueError):  # shapes that fit by themselves but not the inputs
            continue
        if outputs.numel() == given.numel() and torch.allclose(
            outputs.reshape(-1), given.reshape(-1), *within, equal_nan=True
        ):
            return structure
    return None


def computes_else(name: str, structure: Structure) -> str:
    """Say that the network `name` computes `structure`, which is not what the exercise asks for."""
    return f"`{name}` computes something different from what it should: {structure.description}."


def stacked(network: Network) -> Structure | None:
    """Return the structure of a stack of known layers, called one after the other; None for anything else."""
    functions: list[Callable[[Tensor], Tensor] | None] = []  # None is a linear layer
    for layer in network.layers:
        if layer.kind not in LAYERS:
            return None
        functions.append(LAYERS[layer.kind])
    linear = functions.count(None)
    sizes = [2 if "bias=True" in layer.sizes else 1 for layer in network.layers if layer.kind == "Linear"]
    if not linear or sum(sizes) != len(network.shapes):
        return None

    def forward(x: Tensor, *parameters: Tensor) -> Tensor:
        left = iter(parameters)
        counts = iter(sizes)
        for function in functions:
            if function is None:
                weight = next(left)
                x = functional.linear(x, weight, next(left) if next(counts) == 2 else None)
            else:
                x = function(x)
        return x

    return Structure("wrong-module", "other layers", lambda shapes: list(range(len(shapes))), forward)


def one_layer(shapes: Sequence[tuple[int, ...]]) -> list[int] | None:
    """Weight (1, d) and bias (1,), in any order."""
    weights = [i for i, s in enumerate(shapes) if len(s) == 2 and s[0] == 1]
    biases = [i for i, s in enumerate(shapes) if s == (1,)]
    return [weights[0], biases[0]] if len(shapes) == 2 and len(weights) == len(biases) == 1 else None


def two_layers(shapes: Sequence[tuple[int, ...]]) -> list[int] | None:
    """Weights (h, d) and (1, h), biases (h,) and (1,), in any order."""
    if len(shapes) != 4:
        return None
    matrices = [i for i, s in enumerate(shapes) if len(s) == 2]
    vectors = [i for i, s in enumerate(shapes) if len(s) == 1]
    for first, second in (matrices, matrices[::-1]) if len(matrices) == len(vectors) == 2 else ():
        hidden = shapes[first][0]
        for one, two in (vectors, vectors[::-1]):
            if shapes[second] == (1, hidden) and shapes[one] == (hidden,) and shapes[two] == (1,):
                return [first, one, second, two]
    return None
