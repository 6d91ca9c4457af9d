"""In which module of PyTorch, or of Python, a name is."""

from __future__ import annotations

import math

import torch
from torch import nn, optim

MODULES = {"nn": nn, "optim": optim, "torch": torch}  # as the lessons import them


def home_of(name: str) -> str:
    """Return how a lesson writes a class, function or dtype of PyTorch, as "nn.Linear"; "" if there is none."""
    for short, module in MODULES.items():
        value = vars(module).get(name)
        public = name in getattr(module, "__all__", ()) if short != "torch" else callable(value)
        if isinstance(value, torch.dtype | type) or (public and callable(value)):
            return f"{short}.{name}"
    return ""


def in_math(name: str) -> bool:
    """Tell whether Python's `math` has a function of this name as well."""
    return callable(getattr(math, name, None))
