"""Describe evidence in plain words and numbers: a tree of dictionaries, lists, texts and numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import torch
from torch import Tensor

from grader.evidence.challenges import Inputs, Module, Numbers, Plain
from grader.evidence.errors import Raised
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Layer, Network
from grader.evidence.optimizers import Optimizer
from grader.evidence.runs import Counts, History, OptimizerSettings, Run
from grader.evidence.values import Value

MAX_NUMBERS = 12  # of a tensor are listed; of more, the first and the last ones
MAX_DEPTH = 8
# What only a judge can use: the recorder's samples, and numbers by which it tells objects apart.
INTERNAL = frozenset({"identity", "held", "owned", "nonce", "seed", "variant", "exercise", "visits", "passes", "alike"})

Tree = dict[str, Any] | list[Any] | str | float | int | bool | None


def described(value: Any, depth: int = 0) -> Tree:
    """Return any part of evidence as a tree."""
    for kind, describe in _KINDS:
        if isinstance(value, kind):
            return describe(value)
    if isinstance(value, msgspec.Struct):
        return _fields(value, depth)
    if isinstance(value, dict):
        return {str(name): described(item, depth + 1) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        if all(isinstance(item, (str, int, float)) for item in value):
            return ", ".join(map(str, value))
        return [described(item, depth + 1) for item in value]
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


def arguments_of(inputs: Inputs) -> list[Tree]:
    """Return the arguments with which a challenge called a student's function."""
    return [described(argument) for argument in inputs.arguments]


def right_answer_of(task: object) -> dict[str, Tree]:
    """Return the numbers that a task knows of its right answer, such as the slope of a line. No seed is among them."""
    return {
        name: value
        for name, value in vars(task).items()
        if isinstance(value, (int, float)) and name not in INTERNAL and not name.startswith("_")
    }


def _fields(value: msgspec.Struct, depth: int) -> Tree:
    """Return the fields of a struct that differ from their defaults."""
    if depth > MAX_DEPTH:
        return str(value)[:200]
    shown: dict[str, Any] = {}
    for field in msgspec.structs.fields(value):
        item = getattr(value, field.name)
        if field.name in INTERNAL or (not isinstance(item, Tensor) and item in (None, (), {}, "", False)):
            continue
        shown[field.name] = described(item, depth + 1)
    return shown


def _tensor(tensor: Tensor) -> Tree:
    what = f"shape {tuple(tensor.shape)}, {str(tensor.dtype).removeprefix('torch.')}"
    return {"tensor": what, "numbers": _numbers(tensor)}


def _numbers(tensor: Tensor) -> str:
    flat = tensor.reshape(-1).tolist()
    if len(flat) <= MAX_NUMBERS:
        return ", ".join(map(_number, flat))
    half = MAX_NUMBERS // 2
    return f"{', '.join(map(_number, flat[:half]))}, …, {', '.join(map(_number, flat[-half:]))} ({len(flat)} in all)"


def _number(value: float | bool) -> str:  # noqa: FBT001 - a number of a tensor
    return str(value) if isinstance(value, bool) else f"{value:.6g}"


def _value(value: Value) -> Tree:
    told: dict[str, Any] = {"is": str(value)}
    if value.dtype is not None:
        told["dtype"] = value.dtype
    if value.text is not None:
        told["text"] = value.text
    if value.numbers is not None and value.numbers.numel():
        told["numbers"] = _numbers(value.numbers)
    for name in ("has_graph", "no_float", "odd_item"):
        if getattr(value, name):
            told[name] = getattr(value, name)
    return told


def _network(network: Network) -> Tree:
    told: dict[str, Any] = {"is": str(network.value)}
    if network.layers:
        told["layers"] = [str(layer) for layer in network.layers]
    if network.parameters:
        told["parameters"] = {name: _tensor(each) for name, each in network.parameters.items()}
    for name in ("output", "in_train_mode", "raised", "lacks", "uncalled", "unreached", "buffers"):
        if (item := getattr(network, name)) not in (None, "", (), {}):
            told[name] = described(item)
    told["history"] = _history(network.history)
    return told


def _history(history: History) -> Tree:
    told: dict[str, Any] = {"forward passes": history.forwards, "backward passes": history.backwards}
    if history.lost:
        told["backward passes that reached no parameter"] = history.lost
    if history.start is not None:
        told["parameters when it was first called"] = _numbers(history.start)
    told["runs"] = [_run(run) for run in history.runs]
    if history.others:
        told["runs of other networks"] = [f"{each.steps} steps, {list(each.shapes)}" for each in history.others]
    if history.copied:
        told["copied"] = "the runs are those of another network, whose parameters this one has"
    return told


def _run(run: Run) -> Tree:
    losses = run.losses[~torch.isnan(run.losses)]
    told: dict[str, Any] = {"optimizer": _settings(run.optimizer), "steps": run.steps}
    if run.optimizers > 1:
        told["optimizer objects"] = run.optimizers
    if len(losses):
        told["losses"] = _numbers(losses)
        told["lowest loss"] = _number(float(losses.min()))
    if run.inputs:
        told["called on"] = ", ".join(f"shape {tuple(each.shape)}" for each in run.inputs[:4])
    if run.targets and run.targets[0] is not None:
        told["compared with"] = _numbers(run.targets[0])
    if run.loss_shapes:
        told["shapes of prediction and target"] = " and ".join(str(tuple(shape)) for shape in run.loss_shapes)
    if len(run.sampled):
        told["the first steps"] = [_step(run, index) for index in range(min(3, len(run.sampled)))]
    told["parameters after it"] = _numbers(run.last)
    return told


def _step(run: Run, index: int) -> Tree:
    return {
        "step": int(run.sampled[index]) + 1,
        "parameters before": _numbers(run.before[index]),
        "gradient that the optimizer used": _numbers(run.gradient[index]),
        "gradient of the backward passes since the step before": _numbers(run.arrived[index]),
        "backward passes": int(run.backwards[index]),
        "parameters after": _numbers(run.after[index]),
    }


def _settings(settings: OptimizerSettings) -> str:
    group = settings.groups[0] if settings.groups else {}
    told = ", ".join(f"{name} {value:g}" for name, value in group.items() if value and math.isfinite(value))
    return f"{settings.class_name}({told})"


def _optimizer(optimizer: Optimizer) -> Tree:
    told: dict[str, Any] = {"is": str(optimizer.value)}
    if optimizer.settings is not None:
        told["settings"] = [_settings(msgspec.structs.replace(optimizer.settings, groups=(group,)))
                            for group in optimizer.settings.groups]  # fmt: skip
    told["parameters held"] = len(optimizer.held)
    return told


def _function(function: Function) -> Tree:
    told: dict[str, Any] = {"is": str(function.value)}
    if function.source is not None:
        told["source"] = function.source
    return told | ({"does": "nothing yet"} if function.blank else {})


def _call(call: Call) -> Tree:
    told: dict[str, Any] = {}
    for name in ("result", "output", "raised", "network", "trained", "items"):
        if (item := getattr(call, name)) not in (None, ()):
            told["returned" if name == "result" else name] = described(item)
    if call.steps:
        told["optimizer steps"] = call.steps
    if call.runs:
        told["runs"] = [_run(run) for run in call.runs]
    return told or {"returned": "nothing"}


def _module(module: Module) -> Tree:
    own = [_tensor(parameter) for parameter in module.parameters]
    return {"network": module.kind, "parameters": own, "layers": [_module(child) for child in module.children]}


_KINDS: Iterable[tuple[type, Callable[[Any], Tree]]] = (
    (Tensor, _tensor),
    (Value, _value),
    (Network, _network),
    (History, _history),
    (Run, _run),
    (OptimizerSettings, _settings),
    (Optimizer, _optimizer),
    (Function, _function),
    (Call, _call),
    (Layer, str),
    (Raised, str),
    (Counts, msgspec.to_builtins),
    (Plain, lambda plain: plain.value),
    (Numbers, lambda numbers: _tensor(numbers.tensor)),
    (Module, _module),
)
