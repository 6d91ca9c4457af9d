"""A network as plain data: its layers, its parameters, what it gives on probes, and how it was trained."""

from __future__ import annotations

from functools import cached_property

import msgspec
import torch
from torch import Tensor

from grader.evidence.errors import Raised
from grader.evidence.runs import History
from grader.evidence.values import Value

MAX_PARAMETERS = 200_000


class Layer(msgspec.Struct, frozen=True):
    """One innermost module: "Linear", and its sizes as "in_features=2, out_features=10, bias=True".

    As a text it is what a learner writes: "Linear(2, 10)".
    """

    kind: str
    sizes: str = ""

    def __str__(self) -> str:
        written = self.sizes.removesuffix(", bias=True").replace("in_features=", "").replace("out_features=", "")
        return f"{self.kind}({written})"


class Probes(msgspec.Struct, frozen=True):
    """How a network is to be called: on `inputs`, a tensor of shape (n, features); `both_modes`: in train mode too.

    `layer` is the name that the exercise gives to one of its layers, "" for none. `graph`: look too at which parameters
    a loss of the outputs would reach.
    """

    inputs: Tensor
    both_modes: bool = False
    layer: str = ""
    graph: bool = False


class Network(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """`layers` in the order of their calls, `parameters` by name, `output` of the probes or what the call `raised`.

    `output` is that of eval mode. `in_train_mode` is that of train mode, if the probes ask for both.
    """

    value: Value
    identity: tuple[int, ...] = ()  # of its parameters, as Python tells objects apart in the student's process
    layers: tuple[Layer, ...] = ()
    parameters: dict[str, Tensor] = {}
    buffers: dict[str, Tensor] = {}  # small ones: what a layer that scales keeps, one number for each column
    output: Value | None = None
    in_train_mode: Value | None = None
    raised: Raised | None = None
    lacks: str = ""  # the layer that the probes name, if the network has none of that name
    is_training: bool = True  # whether it was in train mode when it was collected
    uncalled: tuple[str, ...] = ()  # layers with parameters that the call on the probes did not call, by their names
    unreached: tuple[str, ...] = ()  # parameters that no graph of the outputs leads to, if the probes ask for it
    history: History = History()

    @cached_property
    def flat(self) -> Tensor:
        """All parameters one after the other, (P,) float32."""
        pieces = [p.reshape(-1).to(torch.float32) for p in self.parameters.values()]
        return torch.cat(pieces) if pieces else torch.zeros(0)

    @property
    def outputs(self) -> Tensor | None:
        """The numbers of `output`; None if there are none."""
        return None if self.output is None else self.output.numbers

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(p.shape) for p in self.parameters.values())


class NetworkClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class of the student's: whether it is a module, and what it `raised` when it was called without arguments."""

    value: Value
    is_module: bool = False
    raised: Raised | None = None
