"""Networks, layers, criteria, optimizers and loaders that are created or called with the wrong things."""

from __future__ import annotations

import ast
import re

import torch
from torch import Tensor, nn
from torch.nn.modules.loss import _Loss
from torch.utils.data import DataLoader

from grader.core.numbers import counted
from grader.notebook.errors.common_causes import explain_missing_brackets
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import PAIR, UNKNOWN, Explanation, Situation

LAYERS_OF_FUNCTIONS = {"relu": "nn.ReLU()", "sigmoid": "nn.Sigmoid()", "tanh": "nn.Tanh()"}

explain_alike(
    (
        "AttributeError",
        r"before Module\.__init__\(\) call|has no attribute '(?:_modules|_parameters|_backward_hooks)'",
        "`super().__init__()` is missing",
        "`nn.Module` has to prepare itself before {s.place} can store a layer.",
        "Write `super().__init__()` as the first line of your `__init__`, with two underscores on each side.",
    ),
    (
        "AttributeError",
        r"^'super' object has no attribute '(_*(?:init|int)_*)'",
        "`super().{0}()` does not exist",
        "{s.met} calls `{0}`.",
        "The name is `__init__`, with two underscores on each side. The line is `super().__init__()`.",
    ),
)


@explains("TypeError", r"^(.+?) is not a Module subclass", ast.Call)
def not_a_module(s: Situation, call: ast.Call, what: str) -> Explanation | None:
    called = ast.unparse(call.func)
    if what in ("list", "tuple"):
        return Explanation(
            f"`{called}` needs the layers one by one, without square brackets",
            f"{s.met} gives a {what}.",
            f"Remove the inner brackets: `{called}(nn.Linear(...), nn.ReLU(), ...)`.",
        )
    for argument in call.args:
        value, text = s.value(argument), ast.unparse(argument)
        if isinstance(value, type) and issubclass(value, nn.Module):
            return Explanation(
                f"The brackets behind `{text}` are missing",
                f"{s.met} gives the class `{text}`, not a layer.",
                f"Write `{text}()`, which creates a layer.",
            )
        if callable(value) and not isinstance(value, nn.Module):
            layer = LAYERS_OF_FUNCTIONS.get(text.split(".")[-1])
            return Explanation(
                f"`{text}` is a function, not a layer",
                f"{s.met} puts it between layers.",
                f"Use the layer `{layer}`." if layer else "Use a layer of `nn`, such as `nn.ReLU()`.",
            )
    return None


@explains("ValueError", r"^optimizer got an empty parameter list", ast.Call)
def no_parameters(s: Situation, call: ast.Call) -> Explanation | None:
    inner = call.args[0] if call.args else None
    owner = inner.func.value if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) else None
    value = s.value(owner)
    if owner is None or not isinstance(value, nn.Module):
        return Explanation(
            "The optimizer got no parameters",
            f"The list that {s.place} gives it is empty.",
            "`parameters()` can be walked through only once. Call it again where you create the optimizer.",
        )
    text = ast.unparse(owner)
    hidden = next((name for name, each in vars(value).items() if name != "_modules" and _holds_layers(each)), None)
    if hidden is not None:
        return Explanation(
            f"`{text}` does not know its layers",
            f"The layers are in the Python list `self.{hidden}`, and `nn.Module` does not look into lists. So "
            f"`{text}.parameters()` is empty.",
            f"Write `self.{hidden} = nn.ModuleList([...])`, or store each layer in a name of its own.",
        )
    return Explanation(
        f"`{text}` has no parameters",
        f"{s.met} asks for them, but no layer is stored in `{text}`.",
        "Create the layers in `__init__` and store each as `self.name = nn.Linear(...)`. A layer that is created in "
        "`forward` is new in each call and never trained.",
    )


def _holds_layers(value: object) -> bool:
    """Tell whether a value is a list, tuple or dictionary with layers."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(isinstance(each, nn.Module) for each in items)


@explains("TypeError", r"^(?:params argument given to the optimizer should be|optimizer can only optimize)", ast.Call)
def wrong_parameters(s: Situation, call: ast.Call) -> Explanation | None:
    if not call.args:
        return None
    return Explanation(
        "The optimizer needs the parameters of a network",
        f"{s.met} gives it `{ast.unparse(call.args[0])}`.",
        "Write `net.parameters()` as the first argument, with the name of your network.",
    )


@explains("TypeError", r"^'(\w+)' object is not iterable", ast.Call)
def network_for_parameters(s: Situation, call: ast.Call, kind: str) -> Explanation | None:
    made = s.value(call.func)
    if not call.args or not isinstance(made, type) or not issubclass(made, torch.optim.Optimizer):
        return None
    value, text, called = s.value(call.args[0]), ast.unparse(call.args[0]), ast.unparse(call.func)
    if isinstance(value, nn.Module) and type(value).__name__ == kind:
        return Explanation(
            "The optimizer needs the parameters, not the network",
            f"{s.met} gives the network `{text}` itself to `{called}`.",
            f"Write `{text}.parameters()` as the first argument.",
        )
    if kind in ("method", "function") and isinstance(call.args[0], ast.Attribute):
        seen = f"{s.met} gives the method `{text}` to `{called}`. Without brackets, the method is not called."
        return explain_missing_brackets(seen, text)
    return None


@explains("TypeError", r"^empty\(\): argument 'size'|^empty\(\) received an invalid combination", ast.Call)
def layer_size(s: Situation, call: ast.Call) -> Explanation | None:
    if not call.args or s.value(call.func) not in (nn.Linear, nn.Conv2d, nn.Embedding):
        return None
    called, texts = ast.unparse(call.func), [ast.unparse(each) for each in call.args]
    shape = next((text for text in texts if re.search(r"\.(shape|size\(\))$", text)), None)
    return Explanation(
        f"`{called}` needs whole numbers",
        f"{s.met} gives it `{', '.join(texts)}`.",
        f"`{shape}` holds all sizes of a tensor. The number of columns is `{shape}[1]`."
        if shape
        else f"The first number of `{called}(...)` says how many numbers go in, and the second how many come out.",
    )


@explains("ValueError RuntimeError TypeError", r"batch_size|sampler|Boolean value of Tensor|BatchSampler", ast.Call)
def features_and_labels(s: Situation, call: ast.Call) -> Explanation | None:
    """A loader that is given features and labels one after the other, as `fit` is in other libraries."""
    given = call.args[:PAIR]
    if s.value(call.func) is not DataLoader or len(given) < PAIR:
        return None
    if not all(isinstance(s.value(each), Tensor) for each in given):
        return None
    first, second = map(ast.unparse, given)
    return Explanation(
        "A `DataLoader` takes one dataset",
        f"{s.met} gives it `{first}` and `{second}`. It takes the second value for `batch_size`.",
        f"Put both into one dataset first: `TensorDataset({first}, {second})`. Give this dataset to the loader.",
    )


@explains("RuntimeError", r"Boolean value of Tensor with more than one value is ambiguous", ast.Call)
def data_for_a_class(s: Situation, call: ast.Call) -> Explanation | None:
    """A criterion that is created with data between its brackets, or a class that is used as if it were created."""
    made, text, data = s.value(call.func), ast.unparse(call.func), ", ".join(map(ast.unparse, call.args))
    if not isinstance(made, type) or not issubclass(made, nn.Module):
        return None
    if not isinstance(call.func, ast.Name) or text == made.__name__:
        return Explanation(
            "The data belongs in the second pair of brackets",
            f"{s.met} gives `{data}` to `{text}(...)`, which only creates the loss function. Its options, and not "
            "data, go into these brackets.",
            f"Create it once, `criterion = {text}()`, and then call it: `loss = criterion({data})`.",
        )
    seen = f"{s.met} gives it data, but a class only creates an object when it is called."
    passed = s.given(text)
    if passed is not None:
        outer, argument = passed
        seen += f" `{text}` comes from {outer.place}."
        look = f"Write the brackets there: `{ast.unparse(argument)}()`."
    else:
        owner = (
            f"the cell of the exercise `{s.made_by[text]}`" if text in s.made_by else f"the line that makes `{text}`"
        )
        look = f"The brackets are missing in {owner}: write `{text} = nn.{made.__name__}()`, and run it again."
    return Explanation(f"`{text}` is the class `{made.__name__}` itself", seen, look)


def explain_too_many(s: Situation, call: ast.Call) -> Explanation | None:
    """Explain a call of a network, a layer or a criterion that gives it too many values; None if it is another call."""
    if call.keywords or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    value = s.value(call.func)
    if isinstance(value, type) and issubclass(value, nn.Module) and value.__module__.startswith("torch."):
        return _data_for_a_layer(s, call)
    if not isinstance(value, nn.Module) or len(call.args) < PAIR:
        return None
    called, texts, values = ast.unparse(call.func), [*map(ast.unparse, call.args)], [*map(s.value, call.args)]
    gives = f"{s.met} gives it {counted(len(texts), 'value')}: {', '.join(f'`{text}`' for text in texts)}."
    if isinstance(value, _Loss):
        return Explanation(
            f"`{called}` gets too many values",
            f"A criterion takes two: the predictions and the labels. {gives}",
            "Which of them are the predictions, and which the labels? Leave the others out.",
        )
    title = f"A network takes one tensor, and `{called}` gets {len(texts)}"
    if all(isinstance(each, int | float) for each in values):
        return Explanation(
            title,
            f"In this tensor, each example is one row. {gives}",
            f"Make one row of them first, with two pairs of square brackets: `torch.tensor([[{', '.join(texts)}]])`. "
            f"Then give `{called}` this tensor.",
        )
    if all(isinstance(each, Tensor) or each is UNKNOWN for each in values):
        return Explanation(
            title,
            gives,
            "A network gets the features only. If the last value holds the labels, leave it out: labels are for the "
            "criterion. If all of them are features, put them side by side first: "
            f"`torch.cat(({', '.join(texts)}), dim=1)`.",
        )
    return None


def _data_for_a_layer(s: Situation, call: ast.Call) -> Explanation | None:
    """Explain a layer without options, such as `nn.Sigmoid`, that is created with data between its brackets."""
    if not any(isinstance(s.value(each), Tensor) or isinstance(each, ast.Call) for each in call.args):
        return None
    called, data = ast.unparse(call.func), ", ".join(map(ast.unparse, call.args))
    return Explanation(
        "The data belongs in the second pair of brackets",
        f"{s.met} gives `{data}` to `{called}(...)`, which only creates a layer.",
        f"Create the layer, and then call it: `{called}()({data})`.",
    )
