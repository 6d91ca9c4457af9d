"""What autograd refuses: a backward pass from something that is not one number, twice, or without a graph."""

from __future__ import annotations

import ast

from torch import Tensor, nn

from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import Explanation, Situation

MAX_ASSIGNMENTS_BACK = 3
CUTS = {  # what makes a tensor without a gradient, by how it looks in the source
    "detach": "`.detach()` cuts the connection to the parameters",
    "item": "`.item()` returns a plain number, which does not know how it was computed",
    "tolist": "`.tolist()` returns plain numbers, which do not know how they were computed",
    "numpy": "`.numpy()` leaves PyTorch",
    "round": "rounding has a derivative of zero everywhere",
    "argmax": "`argmax` has no derivative",
    "tensor": "`torch.tensor(...)` makes a new tensor out of the numbers alone",
}

explain_alike(
    (
        "RuntimeError",
        r"^Can't call numpy\(\) on Tensor that requires grad",
        "A tensor that is part of a computation cannot become an array",
        "{s.met} uses it as an array.",
        "Use `.detach()` first. If it is a loss that you store in each epoch, store `loss.item()`, a plain number.",
    ),
    (
        "RuntimeError",
        r"^a leaf Variable that requires grad is being used in an in-place operation",
        "A parameter is changed while PyTorch records",
        "{s.met} changes it.",
        "Put the line into a block `with torch.no_grad():`, or let the optimizer change the parameters.",
    ),
)


@explains("RuntimeError", r"grad can be implicitly created only for scalar outputs")
def not_scalar(s: Situation) -> Explanation | None:
    name, value = s.receiver
    known = (
        f"At {s.place}, `{name}` has shape {tuple(value.shape)}" if isinstance(value, Tensor) else f"It is {s.place}"
    )
    return Explanation(
        "`backward` needs one number, the loss",
        f"The gradient is the derivative of one number. {known}.",
        'Make one number of it first. A criterion does that, unless it has `reduction="none"`. Without a criterion, '
        "use `.sum()` or `.mean()`, whichever the exercise asks for.",
    )


@explains("RuntimeError", r"backward through the graph a second time")
def second_time(s: Situation) -> Explanation | None:
    name, _ = s.receiver
    loss = f"`{name}`" if name else "this loss"
    return Explanation(
        "The same loss was sent backward twice",
        f"After `backward()`, PyTorch throws away what it needs to compute the gradients. At {s.place}, {loss} depends "
        "on a forward pass that `backward()` has used already.",
        "Compute the outputs and the loss again in each turn of the loop, inside it. If you add up losses, add "
        "`loss.item()`, which is a plain number.",
    )


@explains("RuntimeError", r"modified by an inplace operation")
def grown_loss(s: Situation) -> Explanation | None:
    """A loss to which each round adds its own, although a step has changed the parameters since."""
    name, _ = s.receiver
    line = next((ast.unparse(n) for n in ast.walk(s.tree) if _adds_to(n, name)), None)
    if not name or line is None:
        return None
    return Explanation(
        "The loss also holds the losses of earlier rounds",
        f"{s.met} sends `{name}` backward, and `{line}` adds to it in every round. So `{name}` depends on parameters "
        "that a step has changed since.",
        "Send only the loss of this round backward. To add up losses, add plain numbers: `loss.item()`.",
    )


def _adds_to(node: ast.AST, name: str) -> bool:
    """Tell whether a statement adds something to what a name holds: `total = total + loss`, `total += loss`."""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Add) and ast.unparse(node.target) == name
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.BinOp):
        return False
    sides = {ast.unparse(node.value.left), ast.unparse(node.value.right)}
    return isinstance(node.value.op, ast.Add) and ast.unparse(node.targets[0]) == name and name in sides


@explains("RuntimeError", r"element \d+ of tensors does not require grad")
def no_gradient(s: Situation) -> Explanation | None:
    name, _ = s.receiver
    reason, line = _cut(s, name) if name else ("", "")
    if not reason:
        return None
    return Explanation(
        "The loss is not connected to the parameters",
        f"{s.met} asks for the gradients of `{name}`, but {reason}{f': `{line}`' if line else ''}.",
        "Let the loss come from the network's output through tensors only, outside of `torch.no_grad()`. Use "
        "`.item()` and `.detach()` only afterwards, for numbers that you store or print.",
    )


def _cut(s: Situation, name: str, depth: int = 0) -> tuple[str, str]:
    """Return why `name` has no gradient, and the line that did it, by its assignments before the error."""
    if _is_unrecorded(s, s.number):
        return "inside `with torch.no_grad():`, PyTorch records nothing", ""
    assigned = [n for n in ast.walk(s.tree) if isinstance(n, ast.Assign) and name in map(ast.unparse, n.targets)]
    latest = max((n for n in assigned if n.lineno <= s.number), key=lambda n: n.lineno, default=None)
    if latest is None:
        return "", ""
    line = ast.unparse(latest)
    if _is_unrecorded(s, latest.lineno):
        return f"`{name}` was computed inside `with torch.no_grad():`, where PyTorch records nothing", line
    reason = next(filter(None, map(_reason, ast.walk(latest.value))), "")
    if reason:
        return reason, line
    parts = [n.id for n in ast.walk(latest.value) if isinstance(n, ast.Name) and n.id != name]
    frozen = next((part for part in parts if _is_frozen(s.names.get(part))), None)
    if frozen is not None:
        return f"all parameters of `{frozen}` are frozen, so their `requires_grad` is `False`", line
    tensors = [part for part in parts if isinstance(s.names.get(part), Tensor) and depth < MAX_ASSIGNMENTS_BACK]
    earlier = (_cut(s, part, depth + 1) for part in tensors if not s.names[part].requires_grad)
    return next((found for found in earlier if found[0]), ("", ""))


def _is_unrecorded(s: Situation, line: int) -> bool:
    """Tell whether a line is inside a `with` block in which PyTorch does not record."""
    managers = [ast.unparse(item) for block in s.around(ast.With, line) for item in block.items]
    return any("no_grad" in each or "inference_mode" in each for each in managers)


def _reason(node: ast.AST) -> str:
    """Return why a part of an expression has no gradient, empty if it does not tell."""
    if isinstance(node, ast.Compare):
        return "a comparison gives only true or false, and that has no derivative"
    if isinstance(node, ast.Attribute) and node.attr == "data":
        return "`.data` cuts the connection to the parameters"
    called = node.func if isinstance(node, ast.Call) else None
    return CUTS.get(called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), "")


def _is_frozen(value: object) -> bool:
    parameters = list(value.parameters()) if isinstance(value, nn.Module) else []
    return bool(parameters) and not any(each.requires_grad for each in parameters)
