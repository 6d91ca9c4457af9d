"""What a student's function finds in its notebook besides its arguments: networks and optimizers with global names.

A check calls the function on data of its own. What the call does to the notebook's networks is undone, so that a check
changes nothing, and told, since a function that trains them does not start over.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

from grader.evidence.runs import MAX_RECORDED_NUMBERS

MAX_NAMES = 200
MAX_BYSTANDERS = 32


class Bystanders:
    """The networks and optimizers that the globals of a function name, as they are now."""

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        named = _named(function)
        passed = {id(argument) for argument in arguments}
        self._networks = [
            _NetworkState(name, network)
            for name, network in named
            if isinstance(network, nn.Module) and id(network) not in passed and _is_small(network)
        ][:MAX_BYSTANDERS]
        self._optimizers = [
            (optimizer, _state(optimizer))
            for _, optimizer in named
            if isinstance(optimizer, torch.optim.Optimizer) and _held(optimizer) <= MAX_RECORDED_NUMBERS
        ][:MAX_BYSTANDERS]

    def put_back(self) -> tuple[str, ...]:
        """Undo what changed since, and return the names of the networks whose parameters changed."""
        changed = tuple(kept.name for kept in self._networks if kept.has_changed())
        if changed:
            for optimizer, state in self._optimizers:
                _restore(optimizer, *state)
        for kept in self._networks:
            kept.put_back()
        return changed


class _NetworkState:
    """A network with its layers, its parameters and their gradients, and its mode.

    What counts is what happens to the parameters that the network has now. A layer that takes the place of another is
    no training, whether the function puts it there, so that each call starts with a new one, or a thread beside it.
    """

    def __init__(self, name: str, network: nn.Module) -> None:
        self.name, self.network, self.training = name, network, network.training
        self.parts: list[tuple[dict[str, Any], dict[str, Any]]] = [
            (own, dict(own))
            for module in network.modules()
            for own in (module._modules, module._parameters, module._buffers)  # noqa: SLF001 - what holds its parts
        ]
        self.state = [(tensor, tensor.detach().clone()) for tensor in _tensors(network)]
        self.gradients = [(p, None if p.grad is None else p.grad.detach().clone()) for p in network.parameters()]

    def has_changed(self) -> bool:
        return not all(_same(tensor.detach(), old) for tensor, old in self.state)

    def put_back(self) -> None:
        for now, parts in self.parts:
            if now.keys() != parts.keys() or any(now[key] is not part for key, part in parts.items()):
                now.clear()
                now.update(parts)
        for tensor, old in self.state:
            values = tensor.detach()
            if values.shape == old.shape and values.dtype == old.dtype:
                if not _same(values, old):
                    values.copy_(old)  # in place: others may share the memory
            else:
                tensor.data = old.clone()
        for parameter, gradient in self.gradients:
            if not _same(parameter.grad, gradient):
                parameter.grad = gradient
        if self.network.training != self.training:
            self.network.train(self.training)


def _tensors(network: nn.Module) -> list[torch.Tensor]:
    return [value for value in network.state_dict(keep_vars=True).values() if isinstance(value, torch.Tensor)]


def _state(optimizer: torch.optim.Optimizer) -> tuple[dict[Any, Any], list[dict[str, Any]]]:
    """Return what it keeps for each parameter, and its settings: `state_dict` would import torch's compiler first."""
    return copy.deepcopy({id(p): state for p, state in optimizer.state.items()}), [
        {key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups
    ]


def _restore(optimizer: torch.optim.Optimizer, kept: dict[Any, Any], settings: list[dict[str, Any]]) -> None:
    for parameter in list(optimizer.state):
        if id(parameter) in kept:
            optimizer.state[parameter] = kept[id(parameter)]
        else:
            del optimizer.state[parameter]
    for group, setting in zip(optimizer.param_groups, settings, strict=False):
        group.update(setting)


def _named(function: Callable[..., Any]) -> list[tuple[str, Any]]:
    """Return global names and objects, each object once.

    They are those of a callable object's class, of its `__call__`, those of a network, of its `forward`, and those of a
    class, of its `__init__`.
    """
    method = "__init__" if isinstance(function, type) else "forward" if isinstance(function, nn.Module) else "__call__"
    called = getattr(function if isinstance(function, type) else type(function), method, None)
    space = getattr(function, "__globals__", None) or getattr(called, "__globals__", None)
    if not isinstance(space, dict):
        return []
    seen: dict[int, tuple[str, Any]] = {}
    for name, value in list(space.items()):
        if isinstance(name, str) and not name.startswith("_") and isinstance(value, (nn.Module, torch.optim.Optimizer)):
            seen.setdefault(id(value), (name, value))
    return list(seen.values())[:MAX_NAMES]


def _is_small(network: nn.Module) -> bool:
    state = _tensors(network)
    return not any(map(is_lazy, state)) and sum(value.numel() for value in state) <= MAX_RECORDED_NUMBERS


def _held(optimizer: torch.optim.Optimizer) -> int:
    return sum(p.numel() for group in optimizer.param_groups for p in group["params"])


def _same(one: torch.Tensor | None, other: torch.Tensor | None) -> bool:
    if one is None or other is None or one.shape != other.shape or one.dtype != other.dtype:
        return one is other
    return torch.equal(one, other) or (one.is_floating_point() and torch.equal(one.nan_to_num(), other.nan_to_num()))
