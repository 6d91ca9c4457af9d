"""How an explanation writes values, shapes, layers and pieces of code."""

from __future__ import annotations

import re
from typing import Any

from torch import Tensor, nn

MAX_QUOTED_CHARACTERS = 60  # of a piece of code in a repair


def short(code: str, most: int = MAX_QUOTED_CHARACTERS) -> str:
    """Return a piece of code as a repair repeats it: "..." if it is longer than `most` characters."""
    return code if len(code) <= most else "..."


def reached(network: str, path: str) -> str:
    """Return how a learner writes the layer of `network` at PyTorch's `path`: `net[0]` for "0", `net.linear`."""
    return network + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in path.split(".") if part)


def shape_of(sizes: str) -> tuple[int, ...]:
    """Return a shape out of a message of PyTorch: (3, 1) for "3, 1"."""
    return tuple(map(int, re.findall(r"\d+", sizes)))


def with_article(kind: str) -> str:
    """Return the name of a type as a message writes it: "a `float`", "an `int`"."""
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} `{kind}`"


def told(value: Any) -> str:
    """Return what a value is, in a few words: a tensor by its shape, a list by its length, a number as it is."""
    if value is None or value is ... or type(value) is bool:
        return "`...`" if value is ... else f"`{value}`"
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if type(value) in (int, float):
        return f"the number {value}"
    if type(value) is str:
        return "a string"
    if type(value) in (list, tuple, dict):
        return f"a {type(value).__name__} of length {len(value)}"
    if isinstance(value, type):
        return f"the class `{value.__name__}`"
    kind = "a network or layer" if isinstance(value, nn.Module) else "an object"
    return f"{kind} of class `{type(value).__name__}`"
