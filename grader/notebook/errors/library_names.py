"""Names of PyTorch and Python, and those that learners know from Keras, NumPy and scikit-learn instead."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn, optim

from grader.core.numbers import counted
from grader.notebook.errors.situation import Explanation, Situation
from grader.notebook.errors.wording import short

USUAL = {  # names that a lesson imports, with the line that imports them again
    "torch": "import torch",
    "nn": "from torch import nn",
    "optim": "from torch import optim",
    "F": "from torch.nn import functional as F",
    "np": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "copy": "import copy",
    "math": "import math",
    "random": "import random",
}
MODULES = {"nn": nn, "optim": optim, "torch": torch}  # as the lessons import them
LOOP = "In PyTorch, you write the loop yourself: forward pass, loss, and so on."
CALL = "Call the network itself on the inputs: `{0}(...)`. It returns what its last layer gives."
# What to write instead of a method of a network, `{0}`.
OF_NETWORK = {
    **dict.fromkeys(("fit", "fit_generator", "train_on_batch", "evaluate", "compile", "score"), LOOP),
    **dict.fromkeys(("predict", "predict_proba", "predict_classes", "predict_on_batch"), CALL),
    "summary": "`print({0})` shows the layers with their sizes.",
    "get_weights": "`{0}.state_dict()` holds the parameters with their names.",
    "layers": "`list({0}.children())` is the list of its layers.",
    **dict.fromkeys(("save", "save_weights"), "`torch.save({0}.state_dict(), path)` saves the parameters."),
    "load_weights": "`{0}.load_state_dict(torch.load(path))` loads the parameters.",
    "set_weights": "`{0}.load_state_dict(...)` takes what `state_dict()` returned.",
}
ADD = "`{0}.append(...)` adds a layer at the end. Or write all layers at once: `nn.Sequential(first, second, ...)`."
# The layer, or the argument of `nn.Linear`, of Keras: what to write instead.
LAYERS = {
    "Dense": "Write `nn.Linear(inputs, outputs)`. The activation function is a layer of its own, after it.",
    "Input": "A network needs no layer for its input. The first number of the first `nn.Linear` says how many come in.",
    "InputLayer": "A network needs no layer for its input. The first number of the first `nn.Linear` is enough.",
    "Activation": "Each activation function is a layer of its own, for example `nn.ReLU()` or `nn.Sigmoid()`.",
    "BinaryCrossentropy": "Write `nn.BCEWithLogitsLoss()`, or `nn.BCELoss()` if the network ends with a sigmoid.",
    "CategoricalCrossentropy": "Write `nn.CrossEntropyLoss()`. It takes scores and class indices.",
    "SparseCategoricalCrossentropy": "Write `nn.CrossEntropyLoss()`. It takes scores and class indices.",
    "MeanSquaredError": "Write `nn.MSELoss()`.",
    "MeanAbsoluteError": "Write `nn.L1Loss()`.",
    "array": "Write `torch.tensor(...)`.",
    "concatenate": "Write `torch.cat(...)`.",
}
_BY_SMALL_LETTERS = {name.lower(): look for name, look in LAYERS.items()}
KEYWORDS = {  # arguments of layers and optimizers, and what PyTorch calls them
    **dict.fromkeys(("learning_rate", "learningrate", "rate", "eta"), "lr"),
    **dict.fromkeys(("input_dim", "input_shape", "input_size"), "in_features"),
    **dict.fromkeys(("units", "output_dim", "output_size"), "out_features"),
    "use_bias": "bias",
}
ARGUMENTS = {
    "activation": "An activation function is a layer of its own: write, for example, `nn.ReLU()` after this layer.",
}
# What to write instead of a method of a tensor, `{0}`.
OF_TENSOR = {
    "astype": "`{0}.float()` converts to float32, and `{0}.long()` to int64.",
    "copy": "`{0}.clone()` makes a copy.",
    "average": "`{0}.mean()` is the average.",
    **dict.fromkeys(("to_numpy", "asnumpy"), "`{0}.numpy()` makes an array."),
    **dict.fromkeys(("len", "length"), "`len({0})` counts the rows."),
}
# What Python has for a list of numbers, `{0}`, instead of a method of a tensor or an array.
OF_LIST = {
    "argmin": "`{0}.index(min({0}))` gives the position of the lowest number, counted from 0.",
    "argmax": "`{0}.index(max({0}))` gives the position of the highest number, counted from 0.",
    "min": "`min({0})` gives the lowest number.",
    "max": "`max({0})` gives the highest number.",
    "sum": "`sum({0})` adds the numbers up.",
    "mean": "`sum({0}) / len({0})` is their mean.",
    **dict.fromkeys(("shape", "size"), "`len({0})` says how many items there are."),
    "tolist": "It is a list already.",
    "item": "`{0}[-1]` is its last item. A plain number needs no `.item()`.",
    "detach": "The numbers in it remember nothing, so there is nothing to detach.",
    "backward": "Call `backward()` on the loss itself, before its number goes into the list.",
}


def home_of(name: str) -> str:
    """Return how a lesson writes a class, function or dtype of PyTorch, as "nn.Linear"; "" if there is none."""
    for module, contents in MODULES.items():
        value = vars(contents).get(name)
        is_public = module == "torch" or name in getattr(contents, "__all__", ())
        if isinstance(value, torch.dtype | type) or (is_public and callable(value)):
            return f"{module}.{name}"
    return ""


def in_math(name: str) -> bool:
    """Tell whether Python's `math` has a function of this name as well."""
    return callable(getattr(math, name, None))


def explain_network_method(s: Situation, module: nn.Module, text: str, name: str) -> Explanation | None:
    """Explain a method that networks of other libraries have."""
    looks = {**OF_NETWORK, "add": ADD} if isinstance(module, nn.Sequential) else OF_NETWORK
    seen = f"{s.met} calls it on `{text}`. Other libraries have such a method."
    return _habit(looks.get(name), f"A network of PyTorch has no `{name}`", seen, text)


def explain_module_name(s: Situation, module: str, name: str) -> Explanation | None:
    """Explain a layer or a function that PyTorch's modules call something else."""
    look = _BY_SMALL_LETTERS.get(name.lower().replace("_", "")) if module.partition(".")[0] == "torch" else None
    return _habit(look, f"`{module}` has no `{name}`", f"{s.met} uses it. That is its name elsewhere.")


def explain_layer_argument(s: Situation, made: object, called: str, name: str) -> Explanation | None:
    """Explain an argument that layers of other libraries take."""
    look = ARGUMENTS.get(name) if isinstance(made, type) and issubclass(made, nn.Module) else None
    seen = f"{s.met} gives `{name}=...`, as layers of other libraries have it."
    return _habit(look, f"`{called}` has no argument `{name}`", seen)


def explain_tensor_method(s: Situation, text: str, name: str) -> Explanation | None:
    """Explain a method that arrays have, and tensors do not."""
    look = OF_TENSOR.get(name) if text and short(text) == text else None
    return _habit(look, f"A tensor has no `{name}`", f"{s.met} asks `{text}` for it.", text)


def _habit(look: str | None, title: str, seen: str, text: str = "") -> Explanation | None:
    """Return an explanation that says with `look` what to write instead, None if no table of this module knows it."""
    return None if look is None else Explanation(title, seen, look.format(text))


def explain_list_method(s: Situation, value: object, text: str, name: str) -> Explanation | None:
    """Explain what tensors and arrays have, asked of a list of numbers. The list itself may be right as it is."""
    if not isinstance(value, list | tuple) or not all(type(each) in (int, float) for each in value):
        return None
    if name not in OF_LIST and not hasattr(Tensor, name):
        return None
    kind = type(value).__name__
    return Explanation(
        f"A {kind} has no `{name}`",
        f"{s.met} uses `{text}.{name}`, and `{text}` is a {kind} of {counted(len(value), 'number')}. Only tensors and "
        f"arrays have `{name}`.",
        OF_LIST[name].format(text)
        if name in OF_LIST
        else f"Make a tensor of it at this place: `torch.tensor({text})`. `{text}` itself can stay a {kind}.",
    )
