"""In which module of PyTorch a name is, and what the names of other libraries are called there."""

from __future__ import annotations

import math

import torch
from torch import nn, optim

MODULES = {"nn": nn, "optim": optim, "torch": torch}  # as the lessons import them
# Names of Keras, scikit-learn and NumPy, in small letters, and what does the same in PyTorch.
OTHERS = {
    "dense": "nn.Linear",
    "binarycrossentropy": "nn.BCELoss",
    "binary_crossentropy": "nn.BCELoss",
    "meansquarederror": "nn.MSELoss",
    "mean_squared_error": "nn.MSELoss",
    "meanabsoluteerror": "nn.L1Loss",
    "categoricalcrossentropy": "nn.CrossEntropyLoss",
    "sparsecategoricalcrossentropy": "nn.CrossEntropyLoss",
    "array": "torch.tensor",
    "concatenate": "torch.cat",
}
KEYWORDS = {  # of Keras' layers
    "units": "out_features",
    "input_dim": "in_features",
    "input_shape": "in_features",
    "input_size": "in_features",
    "output_dim": "out_features",
    "output_size": "out_features",
    "use_bias": "bias",
}


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
