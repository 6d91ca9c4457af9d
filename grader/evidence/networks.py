"""A network as plain data: its layers, its parameters, what it gives on probes, and how it was trained."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec
import torch
from torch import Tensor, nn

from grader.evidence import guard
from grader.evidence.dense import dense
from grader.evidence.errors import Raised
from grader.evidence.runs import History
from grader.evidence.tables import as_seen
from grader.evidence.values import Value
from grader.recorder import recorder

MOST_PARAMETERS = 200_000
MOST_COLUMNS = 16  # numbers of a buffer that is kept


class Layer(msgspec.Struct, frozen=True):
    """One innermost module: «Linear», and its sizes as «in_features=2, out_features=10, bias=True»."""

    kind: str
    sizes: str = ""

    def __str__(self) -> str:
        return f"{self.kind}({self.sizes})"


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
    training: bool = False
    output: Value | None = None
    in_train_mode: Value | None = None
    raised: Raised | None = None
    lacks: str = ""  # the layer that the probes name, if the network has none of that name
    unreached: tuple[str, ...] = ()  # parameters that no graph of the outputs leads to, if the probes ask for it
    history: History = History()

    @classmethod
    def collect(cls, value: Any, name: str, probes: Probes | tuple[Any, ...] | None = None) -> Network:
        """Describe a network. `probes` may be tables of the student's own, put below each other."""
        described = Value.collect(value, name)
        if not isinstance(value, nn.Module):
            return cls(value=described)
        if isinstance(probes, tuple):
            tables = as_seen(value, probes)
            probes = None if tables is None else Probes(torch.cat(tables))
        history = recorder.history(value)
        with recorder.paused():
            called = _called_layers(value, probes)
        parameters = dict(value.named_parameters())
        small = sum(p.numel() for p in parameters.values()) <= MOST_PARAMETERS
        numbers = {key: plain for key, p in parameters.items() if (plain := dense(p)) is not None} if small else {}
        numbers = numbers if len(numbers) == len(parameters) else {}  # of a network without numbers, none are told
        wanted = "" if probes is None else probes.layer
        return cls(
            value=described,
            identity=tuple(map(id, parameters.values())),
            parameters={key: p.clone() for key, p in numbers.items()},
            buffers={key: b.detach().clone() for key, b in value.named_buffers() if b.numel() <= MOST_COLUMNS},
            lacks=wanted if wanted and not hasattr(value, wanted) else "",
            training=bool(value.training),
            history=history,
            **called,
        )

    @cached_property
    def flat(self) -> Tensor:
        """All parameters one after the other, (P,) float32."""
        pieces = [p.reshape(-1).to(torch.float32) for p in self.parameters.values()]
        return torch.cat(pieces) if pieces else torch.zeros(0)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(p.shape) for p in self.parameters.values())


class NetworkClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class of the student's: what an instance made without arguments would be."""

    value: Value
    is_module: bool = False
    layers: tuple[Layer, ...] = ()
    raised: Raised | None = None

    @classmethod
    def collect(cls, value: Any, name: str) -> NetworkClass:
        described = Value.collect(value, name)
        if not isinstance(value, type):
            return cls(value=described)
        is_module = issubclass(value, nn.Module)
        try:
            with recorder.paused(), torch.random.fork_rng(devices=[]):
                made = value()
            layers = tuple(_layer(m) for m in made.modules() if not list(m.children())) if is_module else ()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's constructor may raise anything
            return cls(value=described, is_module=is_module, raised=Raised.collect(error))
        return cls(value=described, is_module=is_module, layers=layers)


def _called_layers(network: nn.Module, probes: Probes | None) -> dict[str, Any]:
    """Call `network` on the probes, in eval mode and without gradients, and list the layers as they were called."""
    innermost = [m for m in network.modules() if not list(m.children())]
    if probes is None:
        return {"layers": tuple(_layer(m) for m in innermost)}
    order: list[nn.Module] = []
    hooks = [m.register_forward_pre_hook(lambda m, _: order.append(m)) for m in innermost]
    modes = {m: m.training for m in network.modules()}
    found: dict[str, Any] = {}
    undo = guard.undo
    try:
        network.eval()
        with torch.set_grad_enabled(probes.graph), torch.random.fork_rng(devices=[]):
            output = network(_as_taken(network, probes.inputs))
        undo()
        found["output"] = msgspec.structs.replace(Value.collect(output, "output"), has_graph=False)
        if probes.graph and isinstance(output, Tensor):
            found["unreached"] = _unreached(network, output)
            undo()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's forward may raise anything
        undo()
        found["raised"] = Raised.collect(error)
    finally:
        for hook in hooks:
            hook.remove()
        if probes.both_modes and "output" in found:
            found["in_train_mode"] = _in_train_mode(network, probes.inputs)
        for m, mode in modes.items():
            m.training = mode
    found["layers"] = tuple(_layer(m) for m in (order or innermost)[:100])
    return found


def _unreached(network: nn.Module, output: Tensor) -> tuple[str, ...]:
    """Return the parameters from which no graph leads to `output`, so that no loss of it has a gradient for them."""
    named = dict(network.named_parameters())
    known = {key: p for key, p in named.items() if p.requires_grad} if output.requires_grad else {}
    if not known:
        return tuple(named)
    try:
        gradients = torch.autograd.grad(output.sum(), list(known.values()), allow_unused=True)
    except RuntimeError:  # outputs that are no real numbers, say: the judge says so
        return ()
    reached = {key for key, gradient in zip(known, gradients, strict=True) if gradient is not None}
    return tuple(key for key in named if key not in reached)


def _in_train_mode(network: nn.Module, inputs: Tensor) -> Value | None:
    """Return what a network gives in train mode, None if that raises; what its layers count of it is put back."""
    kept = {name: buffer.clone() for name, buffer in network.named_buffers()}
    try:
        network.train()
        with torch.no_grad(), torch.random.fork_rng(devices=[]):
            return Value.collect(network(_as_taken(network, inputs)), "output")
    except (Exception, SystemExit):  # noqa: BLE001 - as in eval mode
        return None
    finally:
        guard.undo()
        for name, buffer in network.named_buffers():
            if name in kept:
                buffer.data.copy_(kept[name])


def _as_taken(network: nn.Module, inputs: Tensor) -> Tensor:
    """Return a copy of `inputs` in the dtype and on the device of the network's own parameters."""
    like = next((p for p in network.parameters() if p.is_floating_point()), None)
    return inputs.clone() if like is None else inputs.to(like.device, like.dtype, copy=True)


def _layer(module: nn.Module) -> Layer:
    # A class of the student's own that is derived from nn.Linear is a linear layer.
    kind = next(
        (c for c in type(module).__mro__ if c.__module__.startswith("torch.nn") and c is not nn.Module), type(module)
    )
    sizes = module.extra_repr() if kind.__module__.startswith("torch.nn") else ""
    return Layer(kind.__name__[:80], str(sizes)[:200])
