"""A challenge: what a student's function is called on, and how it travels without the seed that it was made from.

Tasks are made from a seed, and know the right answer. A student's process gets plain data alone: the arguments of each
call and what a network is to be called on, and nothing that tells the seed or the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Protocol

import msgspec
import torch
from torch import Tensor, nn

from grader.evidence import serialized
from grader.evidence.networks import Probes

_LAYERS: dict[str, type[nn.Module]] = {
    "Linear": nn.Linear, "ReLU": nn.ReLU, "Sigmoid": nn.Sigmoid, "Sequential": nn.Sequential,
    "Dropout": nn.Dropout,
}  # fmt: skip


ABOUT = ("network", "runs", "autograd", "returns_rows", "parameter", "keeps_steps")  # what a task may say of its call


class NotSerializableError(TypeError):
    """An argument of a task that cannot travel as plain data: the lesson has to be changed, or this module."""


class Task(Protocol):
    """One call that a challenge makes. What a task knows of the right answer stays with the judge.

    If the function trains or returns a network, the method `probes` of a task returns what that network is to be
    called on. A task may also have the attributes in ABOUT: a `network`, what the lesson calls the network that it
    passes; `runs`, True if training on any other network is evidence, too; `autograd`, True if what the call uses of
    PyTorch is evidence; `returns_rows`, True if it returns rows of numbers; a `parameter`, the one that the task is for
    in an exercise that calls several things; and `keeps_steps`, False if the judge asks neither for more than the first
    steps nor for what the network was called on, for example because the rows are many.
    """

    def arguments(self) -> tuple[Any, ...]:
        """Return fresh arguments for the student's function."""


class Challenge(msgspec.Struct, frozen=True):
    """`tasks(seed)` makes the calls; the seed of a graded challenge is secret, `practice` is not.

    In a lesson that draws a variant for each student it is `tasks(seed, variant)`.
    """

    tasks: Callable[..., list[Any]]
    practice: int

    def inputs(self, seed: int, *variant: int) -> tuple[Inputs, ...]:
        """Return the inputs of each call. Raises NotSerializableError."""
        made = self.tasks(seed, *variant)
        return tuple(Inputs.of(task, _seed_of_call(seed, index)) for index, task in enumerate(made))


class Plain(msgspec.Struct, frozen=True, tag=True):
    """An argument that is neither a tensor nor a network."""

    value: bool | int | float | str | None


class Numbers(msgspec.Struct, frozen=True, tag=True):
    """An argument that is a tensor."""

    tensor: Tensor


class Listed(msgspec.Struct, frozen=True, tag=True):
    """An argument that is a list of floats, or of lists of floats that are all as long."""

    tensor: Tensor


class Module(msgspec.Struct, frozen=True, tag=True):
    """A network: how its layers are made, and its parameters; a Sequential has its layers as `children`.

    `rate` is that of a Dropout. `training` tells the mode.
    """

    kind: str
    parameters: tuple[Tensor, ...] = ()
    children: tuple[Module, ...] = ()
    rate: float = 0.0
    training: bool = True

    @classmethod
    def of(cls, module: nn.Module) -> Module:
        kind = type(module).__name__
        if type(module) is not _LAYERS.get(kind):
            raise NotSerializableError(f"a network with a {kind} cannot be serialized")
        own = tuple(p.detach().clone() for p in module.parameters(recurse=False))
        children = tuple(cls.of(child) for child in module.children())
        rate = module.p if isinstance(module, nn.Dropout) else 0.0
        return cls(kind, own, children, rate, module.training)

    def open(self) -> nn.Module:
        return self._made().train(self.training)

    def _made(self) -> nn.Module:
        if self.kind == "Linear":
            outputs, inputs = self.parameters[0].shape
            layer = nn.Linear(inputs, outputs, bias=len(self.parameters) > 1)
            for parameter, numbers in zip(layer.parameters(), self.parameters, strict=True):
                parameter.data = numbers.clone()
            return layer
        if self.kind == "Dropout":
            return nn.Dropout(self.rate)
        return _LAYERS[self.kind](*(child.open() for child in self.children))


Batches = serialized.Tensors | serialized.Loader | serialized.CrossEntropy | serialized.Optimizer
Argument = Plain | Numbers | Listed | Module | Batches


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """One call: its arguments, the seed to set before, the probes for the network it leaves, and that network's name.

    `runs` tells whether what the call trains on other networks is collected in full, `autograd` whether what it uses
    of PyTorch is, `returns_rows` whether it returns rows of numbers, and `keeps_steps` whether all sampled steps are
    kept, and what they called the network on. `parameter` is the one parameter of the exercise that this is for, "" if
    it is for all.

    The seed is set so that a class graded twice gets the same grades.
    """

    arguments: tuple[Argument, ...]
    seed: int
    probes: Probes | None = None
    network: str = "model"
    runs: bool = False
    autograd: bool = False
    returns_rows: bool = False
    parameter: str = ""
    keeps_steps: bool = True

    @classmethod
    def of(cls, task: Task, seed: int) -> Inputs:
        given = task.arguments()
        about = {name: getattr(task, name) for name in ABOUT if hasattr(task, name)}
        if hasattr(task, "probes"):
            about["probes"] = task.probes()
        inputs = cls(arguments=tuple(_serialized(argument, given) for argument in given), seed=seed, **about)
        for argument, opened in zip(given, inputs.open(), strict=True):
            if isinstance(argument, nn.Module) and not _alike(argument, opened):
                raise NotSerializableError(f"a network would change by being serialized: {argument!r}")
        return inputs

    def open(self) -> tuple[Any, ...]:
        """Return fresh arguments. Draws no random number from the caller's generator."""
        with torch.random.fork_rng(devices=[]):
            opened: list[Any] = []
            for argument in self.arguments:
                opened.append(_opened(argument, opened))
            return tuple(opened)


class ChallengeInputs(msgspec.Struct, frozen=True):
    """All that collecting needs of one seed: the calls of the function, and by parameter the probes of networks."""

    calls: tuple[Inputs, ...] = ()
    probes: dict[str, Probes] = {}


def _serialized(argument: Any, beside: tuple[Any, ...]) -> Argument:
    for kind in (serialized.CrossEntropy, serialized.Loader, serialized.Tensors):
        made = kind.of(argument)
        if made is not None:
            return made
    optimizer = serialized.Optimizer.of(argument, beside)
    if optimizer is not None:
        return optimizer
    if isinstance(argument, nn.Module):
        return Module.of(argument)
    if type(argument) is Tensor and not argument.requires_grad:
        return Numbers(argument.clone())
    if type(argument) is list and (listed := _listed(argument)) is not None:
        return listed
    if argument is None or type(argument) in (bool, int, float, str):
        return Plain(argument)
    raise NotSerializableError(f"an argument of type {type(argument).__name__} cannot be serialized")


def _listed(argument: list[Any]) -> Listed | None:
    """Return a list of floats, or of rows of floats, as it travels; None if it would come back as another one."""
    try:
        listed = Listed(torch.tensor(argument, dtype=torch.float64))
    except (TypeError, ValueError):
        return None
    return listed if repr(listed.tensor.tolist()) == repr(argument) else None


def _opened(argument: Argument, before: list[Any]) -> Any:
    if isinstance(argument, serialized.Optimizer):
        return argument.open(before)
    if isinstance(argument, Numbers):
        return argument.tensor.clone()
    if isinstance(argument, Listed):
        return argument.tensor.tolist()
    return argument.value if isinstance(argument, Plain) else argument.open()


def _alike(one: nn.Module, other: nn.Module) -> bool:
    """Tell whether two networks print, compute and learn alike."""
    ours, theirs = dict(one.named_parameters()), dict(other.named_parameters())
    return (
        repr(one) == repr(other)
        and one.training == other.training
        and ours.keys() == theirs.keys()
        and all(p.requires_grad == theirs[key].requires_grad for key, p in ours.items())
        and all(p.dtype == theirs[key].dtype and torch.equal(p, theirs[key]) for key, p in ours.items())
    )


def _seed_of_call(seed: int, index: int) -> int:
    """Return a number that is always the same for a seed and a call, and does not reveal the seed."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{index}".encode()).digest()[:4])
