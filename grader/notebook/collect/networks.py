"""Describe a network: its layers, its parameters, what it gives on probes."""

from __future__ import annotations

from typing import Any

import msgspec
import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from grader.core import guard
from grader.evidence.dense import dense
from grader.evidence.errors import Raised
from grader.evidence.networks import MAX_PARAMETERS, Layer, Network, NetworkClass, Probes
from grader.evidence.values import Value
from grader.notebook.collect.tables import scaled_like_training_input
from grader.notebook.recording.recorder import recorder

MAX_BUFFER_NUMBERS = 16  # numbers of a buffer that is kept


def collect_network(value: Any, name: str, probes: Probes | tuple[Any, ...] | None = None) -> Network:
    """Describe a network. `probes` may be tables of the student's own, put below each other."""
    described = Value.collect(value, name)
    if not isinstance(value, nn.Module):
        return Network(value=described)
    if isinstance(probes, tuple):
        tables = scaled_like_training_input(value, probes)
        probes = None if tables is None else Probes(torch.cat(tables))
    history = recorder.history(value)
    with recorder.paused():
        called = _called_layers(value, probes)
    parameters = dict(value.named_parameters())
    made = not any(map(is_lazy, parameters.values()))
    small = made and sum(p.numel() for p in parameters.values()) <= MAX_PARAMETERS
    numbers = {key: plain for key, p in parameters.items() if (plain := dense(p)) is not None} if small else {}
    numbers = numbers if len(numbers) == len(parameters) else {}  # of a network without numbers, none are told
    wanted = "" if probes is None else probes.layer
    return Network(
        value=described,
        identity=tuple(map(id, parameters.values())),
        parameters={key: p.clone() for key, p in numbers.items()},
        buffers={key: b.detach().clone() for key, b in value.named_buffers() if b.numel() <= MAX_BUFFER_NUMBERS},
        lacks=wanted if wanted and not hasattr(value, wanted) else "",
        history=history,
        is_training=value.training is True,
        **called,
    )


def collect_network_class(value: Any, name: str) -> NetworkClass:
    described = Value.collect(value, name)
    if not isinstance(value, type):
        return NetworkClass(value=described)
    is_module = issubclass(value, nn.Module)
    try:
        with recorder.paused(), torch.random.fork_rng(devices=[]):
            value()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's constructor may raise anything
        return NetworkClass(value=described, is_module=is_module, raised=Raised.collect(error))
    return NetworkClass(value=described, is_module=is_module)


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
    named = {m: name for name, m in network.named_modules()}
    idle = [m for m in innermost if m not in order and list(m.parameters(recurse=False))]
    found["uncalled"] = tuple(named[m] for m in idle[:100] if named[m])
    return found


def _unreached(network: nn.Module, output: Tensor) -> tuple[str, ...]:
    """Return the parameters from which no graph leads to `output`, so that no loss of it has a gradient for them."""
    named = dict(network.named_parameters())
    known = {key: p for key, p in named.items() if p.requires_grad} if output.requires_grad else {}
    if not known:
        return tuple(named)
    try:
        gradients = torch.autograd.grad(output.sum(), list(known.values()), allow_unused=True)
    except RuntimeError:  # for example, if the outputs are not real numbers: then the judge says so
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
