"""Where a None comes from: a method or a function that returns nothing, or a `.grad` before `backward()`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from torch import Tensor, nn

from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import UNKNOWN, Explanation, Situation, definition, parsed
from grader.notebook.errors.wording import short

if TYPE_CHECKING:
    from collections.abc import Mapping

# Methods that change an object and return None.
CHANGES = frozenset({"append", "extend", "insert", "remove", "clear", "sort", "reverse", "add", "update"})
NOTHING = {
    "print": ("`print(...)` only shows a value", "Assign the value itself. Print it on a line of its own."),
    "save": ("`torch.save(...)` writes a file", "Call it on a line of its own, without a name and `=` in front."),
    "backward": ("`backward()` fills the `.grad` of the parameters", "Call it on a line of its own."),
    "zero_grad": ("`zero_grad()` clears the gradients", "Call it on a line of its own."),
    "step": ("`step()` changes the parameters", "Call it on a line of its own."),
    "manual_seed_all": ("this call sets a seed", "Call it on a line of its own."),
    "show": ("`show()` draws the figure", "Call it on a line of its own."),
}
# Python has functions that return the list instead.
LISTS = {"reverse": "`reversed({0})`", "sort": "`sorted({0})`"}


@explains("AttributeError TypeError", r"NoneType")
def none(s: Situation) -> Explanation | None:
    node = s.node or s.statement
    if node is None:
        return None
    sure = _of_gradient(s, node) or _of_chain(s)
    if sure is not None:
        return sure
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and s.names.get(each.id, ...) is None:
            return explain_none(each.id, s.sources, s.names, s.place)
        # A call that raised has returned nothing, unless the message is about what it returned.
        if isinstance(each, ast.Call) and (each is not node or s.message.endswith(("iterable", "subscriptable"))):
            why = _of_call(s, each)
            if why is not None:
                return why
    return None


def _of_gradient(s: Situation, node: ast.AST) -> Explanation | None:
    """Explain a `.grad` that is None: before the first `backward()`, or of a tensor that was assigned again."""
    for each in ast.walk(node):
        if not isinstance(each, ast.Attribute) or each.attr != "grad" or s.value(each) is not None:
            continue
        text, owner, value = ast.unparse(each), ast.unparse(each.value), s.value(each.value)
        if isinstance(value, Tensor) and not (value.is_leaf and value.requires_grad):
            return Explanation(
                f"`{text}` is `None`",
                f"{s.met} uses it. PyTorch fills `.grad` only for a tensor that was made with `requires_grad=True`, "
                f"and `{owner}` is not that tensor any more, or never was.",
                f"Look which line assigns `{owner}`. `{owner} = {owner} - ...` makes a new tensor. Inside "
                f"`torch.no_grad()`, `{owner} -= ...` changes the old one.",
            )
        clears = isinstance(node, ast.Attribute) and node.attr in ("zero_", "data")
        return Explanation(
            f"`{text}` is `None`",
            f"{s.met} uses it. PyTorch creates `.grad` in the first `backward()`, and no `backward()` has reached "
            f"`{owner}` yet.",
            f"Before the first `backward()` there is nothing to clear. Write `{text} = None`, which is always allowed."
            if clears
            else f"Call `backward()` before this line. If you do: is the loss computed from `{owner}` itself, without "
            "`.item()` and `.detach()`?",
        )
    return None


def _of_chain(s: Situation) -> Explanation | None:
    """Explain what is asked of the None that a method returns: `losses.append(loss).item()`."""
    node, call = s.node, getattr(s.node, "value", None)
    if not isinstance(node, ast.Attribute | ast.Subscript) or not isinstance(call, ast.Call):
        return None
    called, is_method = _called(call), isinstance(call.func, ast.Attribute)
    if called in LISTS or not ((is_method and called in CHANGES) or called in NOTHING):
        return None
    named = not isinstance(call.func, ast.Attribute) or isinstance(call.func.value, ast.Name)
    text = ast.unparse(call.func) if named else called
    if isinstance(node, ast.Attribute):
        asked = f".{node.attr}()" if callable(getattr(Tensor, node.attr, None)) else f".{node.attr}"
    else:
        asked = f"[{ast.unparse(node.slice)}]"
    held = call.args[0] if len(call.args) == 1 else None
    inside = short(ast.unparse(held)) if held is not None else ""
    inside = f"({inside})" if isinstance(held, ast.BinOp | ast.Compare | ast.IfExp) else inside
    return Explanation(
        f"`{text}(...)` returns nothing",
        f"{s.met} has `{asked}` behind the last bracket of `{text}(...)`, so it is asked of what `{text}` returns, and "
        "that is `None`.",
        f"One bracket is in the wrong place. `{asked}` belongs to the value inside: `{text}({inside}{asked})`."
        if inside
        else f"Write `{text}()` on a line of its own, and use `{asked}` on a value that you have.",
    )


def _of_call(s: Situation, call: ast.Call) -> Explanation | None:
    """Explain a call whose None is used at once: of a method that changes its object, or of a function of one's own."""
    text, called = ast.unparse(call), _called(call)
    if isinstance(call.func, ast.Name):
        return explain_call(called, s.sources, s.names, s.place)
    if not isinstance(call.func, ast.Attribute) or called not in CHANGES:
        return None
    owner, value = ast.unparse(call.func.value), s.value(call.func.value)
    if value is UNKNOWN or value is None or not hasattr(value, called):
        return None
    look = f"Write `{text}` on a line of its own, and then go on with `{owner}`."
    if called in LISTS and not call.args:
        look += f" Or use {LISTS[called].format(owner)} here, which leaves `{owner}` as it is."
    seen = f"`{called}` changes `{owner}` itself and returns `None`. {s.met} uses this `None`."
    return Explanation(f"`{text}` gives `None`", seen, look)


def explain_none(name: str, sources: tuple[str, ...], names: Mapping[str, Any], where: str = "") -> Explanation | None:
    """Explain why `name` is None, by the latest statement that assigns it; None if that does not tell.

    `sources` are the cells that ran, the oldest first, `names` what the learner's names hold, and `where` the line that
    met the None, if one did.
    """
    assigning = (
        [n for n in ast.walk(tree) if isinstance(n, ast.Assign | ast.AnnAssign) and _assigns(n, name)]
        for tree in map(parsed, reversed(sources))
    )
    latest = max(next(filter(None, assigning), []), key=lambda n: n.lineno, default=None)
    if latest is None:
        return None
    statement, why = ast.unparse(latest), _why_stored(name, latest.value, sources, names)
    if why is None or "\n" in statement or "`" in statement:
        return None
    line = "" if statement in where else f" The line is `{statement}`."
    return Explanation(f"`{name}` is `None`", f"{why[0]}{line}{_met(where)}", why[1])


def explain_call(name: str, sources: tuple[str, ...], names: Mapping[str, Any], where: str = "") -> Explanation | None:
    """Explain why a call of the function or network `name` gives None. `where` is the line that met the None."""
    why = _why_call_is_none(name, sources, names)
    return why and Explanation(f"`{name}(...)` gives `None`", f"{why[0]}{_met(where)}", why[1])


def _met(where: str) -> str:
    return f" That is why {where} fails." if where else ""


def _why_stored(
    name: str, value: ast.expr | None, sources: tuple[str, ...], names: Mapping[str, Any]
) -> tuple[str, str] | None:
    """Return why the expression `value` stores None in `name`, and the repair; None if it does not tell."""
    if not isinstance(value, ast.Call):
        return None
    function, called = value.func, _called(value)
    if isinstance(function, ast.Attribute) and called in CHANGES:
        owner = ast.unparse(function.value)
        what = (
            f"`{owner}.{called}(...)` changes `{owner}` itself and returns `None`, and `{name} =` stores this `None`."
        )
        keep = f" Create `{owner}` again first." if owner == name else f" Then go on with `{owner}`."
        return what, f"Write `{ast.unparse(value)}` without `{name} =` in front.{keep}"
    if called in NOTHING and isinstance(function, ast.Name) == (called == "print"):
        what, repair = NOTHING[called]
        return f"{what} and returns `None`, and `{name} =` stores this `None`.", repair
    why = _why_call_is_none(called, sources, names) if isinstance(function, ast.Name) else None
    return why and (f"{why[0]} `{name}` gets this `None`.", why[1])


def _called(call: ast.Call) -> str:
    """Return the name of the function or method that is called, without the object that has it."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _assigns(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(each, ast.Name) and each.id == name for each in targets)


def _why_call_is_none(called: str, sources: tuple[str, ...], names: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return why a call of the learner's own function or network `called` gives None, and the repair.

    It is None if the function returns something somewhere.
    """
    network = names.get(called)
    name = f"{type(network).__name__}.forward" if isinstance(network, nn.Module) else called
    function = definition(name, reversed(sources))
    if function is None:
        return None
    own = _inside(function)
    returned = [n.value for n in own if isinstance(n, ast.Return)]
    if any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in own):
        return None
    if any(each is not None and ast.unparse(each) != "None" and not _is_print(each) for each in returned):
        return None
    printed = [ast.unparse(n) for n in own if _is_print(n)]
    if printed:
        return (
            f"`{name}` prints its result, `{printed[-1]}`, and does not return it. Python then returns `None`.",
            f"Write `return` and the value in `{name}` where `print` is now.",
        )
    return (
        f"`{name}` ends without a `return` line that has a value. Python then returns `None`.",
        f"Add `return` and the result as the last line of `{name}`.",
    )


def _inside(function: ast.FunctionDef) -> list[ast.AST]:
    """Return the nodes of a function, those of functions and classes inside it left out."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            found.append(node)
            waiting += ast.iter_child_nodes(node)
    return found


def _is_print(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
