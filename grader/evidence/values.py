"""Any object of a student as plain data: what it is, its shape and type, its numbers."""

from __future__ import annotations

import itertools
import numbers
from array import array
from collections import deque
from typing import Any, Literal

import msgspec
import numpy as np
import torch
from torch import Tensor

from grader.evidence.bundle import DTYPES
from grader.evidence.dense import dense

MAX_VALUE_NUMBERS = 200_000  # a losses list of a very long run; far above what any exercise asks for
MAX_SHORT_TEXT = 200
FEW_NUMBERS = 4  # of a sequence: so many are shown in a message

Kind = Literal[
    "missing", "placeholder", "none", "boolean", "number", "text", "tensor", "array", "sequence", "network",
    "optimizer", "class", "callable", "other",
]  # fmt: skip


class _Missing:
    """The value of a name that does not exist."""


MISSING = _Missing()


class NoNumbersError(ValueError):
    """A judge asked for numbers of a value without numbers: a fault of the judge, which has to look first."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """What one object was.

    `numbers` holds the object's numbers as a tensor: of the tensor's own dtype for a tensor, float64 for a number,
    an array or a sequence of numbers; None if the object is not made of numbers or has too many of them. A tensor
    on the `device` meta has a shape and no numbers.
    """

    name: str
    kind: Kind
    type_name: str
    shape: tuple[int, ...] | None = None
    dtype: str | None = None
    device: str = "cpu"
    layout: str = "strided"  # how a tensor keeps its numbers: "sparse_coo" and similar layouts leave zeros out
    has_graph: bool = False  # the tensor, or an item of the sequence, still carries the graph that computed it
    numbers: Tensor | None = None
    no_float: str | None = None  # of a sequence: the first one-element tensor or array in it, as "item 3 is a tensor"
    odd_item: str | None = None  # of a sequence: the first item that is not a number, as "item 3 is a str"
    text: str | None = None

    @classmethod
    def collect(cls, value: Any, name: str) -> Value:
        """Describe `value`, which the student calls `name`. Never raises for a student's ordinary object."""
        kind = kind_of(value)
        described: dict[str, Any] = {"name": name, "kind": kind, "type_name": type_name(value)}
        if kind == "tensor":
            described |= _tensor(value)
        elif kind == "number":
            described |= {"shape": (), "numbers": torch.tensor(_float(value), dtype=torch.float64)}
        elif kind == "array":
            described |= _array(value)
        elif kind == "sequence":
            described |= _sequence(value)
        elif kind == "text":
            described |= {"text": value[:MAX_SHORT_TEXT]}
        return cls(**described)

    @property
    def number(self) -> float | None:
        """The one number that a number, a 0-d tensor or a one-element tensor or array holds; None for others."""
        if self.kind not in ("number", "tensor", "array") or self.numbers is None or self.numbers.numel() != 1:
            return None
        return float(self.numbers)

    def flat(self) -> Tensor:
        """Return all numbers one after the other, (n,) float64. Raises NoNumbersError if there are none."""
        return self.tensor().reshape(-1).to(torch.float64)

    def tensor(self) -> Tensor:
        """Return the numbers, once a judge has seen that there are some. Raises NoNumbersError if there are none."""
        if self.numbers is None:
            raise NoNumbersError(f"`{self.name}` is {self}, which holds no numbers")
        return self.numbers

    def __str__(self) -> str:
        """Return a phrase for a message: "a tensor of shape (3,)", "None", "the text 'a'", "an object of type set"."""
        if self.kind in ("tensor", "array"):
            noun = "a tensor" if self.kind == "tensor" else "a NumPy array"
            noun = "a sparse tensor" if self.layout.startswith("sparse") else noun
            where = "" if self.device == "cpu" else f" on the device {self.device}"
            return f"{noun} of shape {tuple(self.shape or ())}{where}"
        phrases = {
            "missing": "not defined",
            "placeholder": "still `...`",
            "none": "None",
            "boolean": "a truth value, True or False",
            "number": "a number",
            "text": f"the text {self.text!r}",
            "network": f"a network of class {self.type_name}",
            "optimizer": f"an optimizer of class {self.type_name}",
            "class": f"the class {self.type_name} itself",
            "callable": "a function",
        }
        if self.kind == "sequence":
            return self._as_sequence()
        return phrases.get(self.kind, f"an object of type {self.type_name}")

    def _as_sequence(self) -> str:
        """Return a phrase for a sequence, with its numbers if there are only a few."""
        count, numbers = self.shape[0] if self.shape else 0, self.numbers
        noun = f"{'an' if self.type_name.lstrip('_')[:1].lower() in tuple('aeiou') else 'a'} {self.type_name}"
        if numbers is None or numbers.dim() != 1 or not 2 <= len(numbers) <= FEW_NUMBERS:  # noqa: PLR2004 - several
            return f"{noun} of {count} item{'' if count == 1 else 's'}"
        *others, last = (f"{number:.4g}" for number in numbers.tolist())
        return f"{noun} of the numbers {', '.join(others)} and {last}"


def kind_of(value: Any) -> Kind:
    """Return which of the kinds that judges distinguish a student's object is."""
    own = type(value)  # not `value.__class__`, which an object may make up
    simple: list[tuple[bool, Kind]] = [
        (value is MISSING, "missing"),
        (value is ..., "placeholder"),
        (value is None, "none"),
        (issubclass(own, (bool, np.bool_)), "boolean"),
        (issubclass(own, (numbers.Real, np.number)) and not issubclass(own, complex), "number"),
        (issubclass(own, str), "text"),
        (issubclass(own, Tensor), "tensor"),
        (issubclass(own, np.ndarray), "array"),
        (issubclass(own, (list, tuple, range, deque, array)), "sequence"),
        (issubclass(own, torch.nn.Module), "network"),
        (issubclass(own, torch.optim.Optimizer), "optimizer"),
        (issubclass(own, type), "class"),
        (callable(value), "callable"),
    ]
    return next((kind for holds, kind in simple if holds), "other")


def type_name(value: Any) -> str:
    """Return the short name a learner knows the object's class by (of a class: its own name)."""
    return str(getattr(value if isinstance(value, type) else type(value), "__name__", "object"))[:MAX_SHORT_TEXT]


def _float(number: Any) -> float:
    """Return a number's value; a class derived from Python's own numbers cannot change it."""
    if issubclass(type(number), float):
        return float.__pos__(number)
    return float(int.__pos__(number)) if issubclass(type(number), int) else float(number)


def _tensor(value: Tensor) -> dict[str, Any]:
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001 - of a class of the student's own, only data count
        grad_fn: Any = Tensor.grad_fn  # the getter of torch's own class, which a student's class may replace
        has_graph = grad_fn.__get__(value) is not None
        plain = value if type(value) in (Tensor, torch.nn.Parameter) else Tensor.as_subclass(value, Tensor)
        return _plain_tensor(plain) | {"has_graph": has_graph}


def _plain_tensor(value: Tensor) -> dict[str, Any]:
    plain = dense(value, MAX_VALUE_NUMBERS) if value.dtype in DTYPES else None
    return {
        "shape": tuple(value.shape),
        "dtype": str(value.dtype).removeprefix("torch."),
        "device": value.device.type,
        "layout": str(value.layout).removeprefix("torch."),
        "numbers": None if plain is None else plain.clone().contiguous(),
    }


def _array(value: np.ndarray) -> dict[str, Any]:
    keep = value.dtype.kind in "biuf" and value.size <= MAX_VALUE_NUMBERS
    return {
        "shape": tuple(value.shape),
        "dtype": str(value.dtype),
        "numbers": torch.from_numpy(np.array(value, dtype=np.float64)) if keep else None,
    }


def _sequence(value: Any) -> dict[str, Any]:
    """Read a list of numbers, or of one-element tensors, since many people record losses as tensors."""
    found: list[float] = []
    has_graph, odd_item, no_float = False, None, None
    for index, item in enumerate(itertools.islice(value, MAX_VALUE_NUMBERS)):
        one = dense(item) if isinstance(item, Tensor) and item.numel() == 1 and not item.is_complex() else None
        if one is not None:
            has_graph |= item.grad_fn is not None
            found.append(float(one))
            no_float = no_float or f"item {index} is a tensor"
        elif kind_of(item) == "number" or (
            isinstance(item, np.ndarray) and item.size == 1 and item.dtype.kind in "iuf"
        ):
            found.append(float(np.asarray(item).reshape(())))
            if isinstance(item, np.ndarray):  # a number of NumPy's is a number
                no_float = no_float or f"item {index} is a NumPy {type(item).__name__}"
        else:
            odd_item = f"item {index} is {Value.collect(item, '')}"
            break
    complete = odd_item is None and len(value) <= MAX_VALUE_NUMBERS
    return {
        "shape": (len(value),),
        "has_graph": has_graph,
        "no_float": no_float,
        "odd_item": odd_item,
        "numbers": torch.tensor(found, dtype=torch.float64) if complete else None,
    }
