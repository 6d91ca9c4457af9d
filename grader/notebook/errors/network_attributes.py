"""What learners ask of a network that a network of PyTorch does not have."""

from __future__ import annotations

import difflib

from torch import nn

from grader.core.numbers import listed
from grader.notebook.errors.common_causes import explain_constructor, explain_misspelling, is_local_in_init
from grader.notebook.errors.library_names import LOOP, explain_network_method
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import Explanation, Situation
from grader.notebook.errors.wording import reached

OF_A_LAYER = {"coef_": "weight", "intercept_": "bias", "coef": "weight", "intercept": "bias"}  # scikit-learn's names


@explains("TypeError", r"^compile\(\) got an unexpected keyword argument")
def compiled(s: Situation) -> Explanation | None:
    """Keras' `compile`; a network of PyTorch has a method of this name that does something else."""
    if not isinstance(s.receiver[1], nn.Module):
        return None
    return Explanation(
        "A network of PyTorch gets its criterion and its optimizer elsewhere",
        f"{s.met} gives them to `compile`, as in Keras. PyTorch has a method of this name, too, but it does something "
        "else.",
        f"Create `criterion` and `optimizer` as objects of their own. {LOOP}",
    )


def _of_scikit_learn(s: Situation, module: nn.Module, text: str, name: str) -> Explanation | None:
    """Explain a name that fitted models of scikit-learn have."""
    meant = OF_A_LAYER.get(name)
    paths = [path for path, each in module.named_modules() if isinstance(each, nn.Linear)]
    if meant is None or not paths:
        return None
    layer = reached(text, paths[0])
    return Explanation(
        f"A network of PyTorch has no `{name}`",
        f"{s.met} asks `{text}` for it. That is scikit-learn's name. In PyTorch, the layer holds these numbers: "
        f"`{layer}.{meant}`.",
        f"Read it there. `{layer}.{meant}.item()` is the plain number, if there is only one.",
    )


def explain_network_attribute(s: Situation, module: nn.Module, text: str, name: str) -> Explanation | None:
    """Explain an attribute that a network does not have. `text` is what the learner's line calls the network."""
    effect = f", so the layer that {s.place} uses was never created"
    sure = explain_constructor(type(module), name, effect, ", and create the network again") if text == "self" else None
    sure = sure or explain_network_method(s, module, text, name) or _of_scikit_learn(s, module, text, name)
    if sure is not None:
        return sure
    if name in ("backward", "item") and not list(module.parameters()):
        return Explanation(
            f"`{text}` is the criterion itself, and not a loss",
            f"{s.met} needs the number that the criterion computes.",
            f"Call the criterion first: `{text} = criterion(outputs, labels)`, with the names that you use.",
        )
    if name in ("copy", "clone"):
        return Explanation(
            f"A network has no `{name}`",
            f"{s.met} calls it on `{text}`.",
            f"`copy.deepcopy({text})` makes a copy with parameters of its own. Do you need a copy here?",
        )
    own = _of_self(s, module, name) if text == "self" else None
    return own or explain_misspelling(s, type(module), name) or _of_layer(s, module, text, name)


def _of_self(s: Situation, module: nn.Module, name: str) -> Explanation | None:
    """Explain a name that `__init__` spells differently, or that it assigns without `self.`."""
    title, seen = f"`self` has no `{name}`", f"{s.met} uses `self.{name}`."
    held = [*dict(module.named_children()), *dict(module.named_parameters(recurse=False)), *vars(module)]
    known = [each for each in held if not each.startswith("_")]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return Explanation(title, f"{seen} `__init__` creates `self.{close[0]}`.", "Use the same name in both places.")
    if not is_local_in_init(s, name):
        return None
    return Explanation(
        title,
        f"{seen} In `__init__`, `{name}` without `self.` is a local name: it is gone when `__init__` ends.",
        f"Write `self.{name} = ...` in `__init__`, and create the network again.",
    )


def _of_layer(s: Situation, module: nn.Module, text: str, name: str) -> Explanation | None:
    """Explain a name that one of the network's layers has, or a layer that has another name."""
    layers = dict(module.named_children())
    written = {each: reached(text, each) for each in layers}
    inside = [each for each, layer in layers.items() if name in dict(layer.named_parameters(recurse=False))]
    if len(inside) == 1:
        return Explanation(
            f"`{text}` has no `{name}`, but its layer has one",
            f"{s.met} asks the network itself for `{name}`. The network holds the layer `{written[inside[0]]}`, and "
            f"that layer holds the `{name}`.",
            f"Go through the layer: `{written[inside[0]]}.{name}`.",
        )
    if not layers or hasattr(nn.Module, name) or text == "self":
        return None
    return Explanation(
        f"`{text}` has no `{name}`",
        f"{s.met} asks for it. What `{text}` has is {listed([*written.values()][:4])}.",
        "Use a name that the network has, or give the layer that name in the class and create the network again.",
    )
