"""Where a None, a list of missing keys or an early `...` in a name comes from: the cells that ran tell."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple

from torch import Tensor, nn

from grader.notebook.errors.situation import Explanation, parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

# Methods that change an object and return None, by what they belong to.
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
MAX_QUOTED_CHARACTERS = 60


class Origin(NamedTuple):
    """What made a name None: why, how to repair it, and the statement that did it."""

    why: str
    repair: str
    statement: str


def origin_of(name: str, sources: tuple[str, ...], names: Mapping[str, Any]) -> Origin | None:
    """Return where the None in `name` comes from; None where the latest statement that assigns it does not tell.

    `sources` are the cells that ran, the oldest first, and `names` what the learner's names hold.
    """
    trees = [tree for tree in map(parsed, sources) if tree is not None]
    for tree in reversed(trees):
        found = [n for n in ast.walk(tree) if isinstance(n, (ast.Assign, ast.AnnAssign)) and _assigns(n, name)]
        if found:
            latest = max(found, key=lambda n: n.lineno)
            return _origin(name, latest, trees, names)
    return None


def explain_none(name: str, sources: tuple[str, ...], names: Mapping[str, Any], where: str = "") -> Explanation | None:
    """Explain why `name` is None. `where` is the line that met it, if one did."""
    origin = origin_of(name, sources, names)
    if origin is None:
        return None
    met = f" That is why {where} fails." if where else ""
    line = "" if origin.statement in where else f" The line is `{origin.statement}`."
    return Explanation(f"`{name}` is `None`", f"{origin.why}{line}{met}", origin.repair)


def explain_chain(node: ast.AST | None, met: str) -> Explanation | None:
    """Explain what is asked of the None that a method returns: `losses.append(loss).item()`. `met` quotes the line."""
    if not isinstance(node, ast.Attribute | ast.Subscript) or not isinstance(node.value, ast.Call):
        return None
    owner = node.value
    if not isinstance(owner.func, ast.Attribute | ast.Name):
        return None
    function, held = owner.func, owner.args[0] if len(owner.args) == 1 else None
    called = function.attr if isinstance(function, ast.Attribute) else function.id
    if called in ("sort", "reverse"):  # Python has functions that return the list instead
        return None
    if called not in (CHANGES if isinstance(function, ast.Attribute) else ()) and called not in NOTHING:
        return None
    named = isinstance(function, ast.Name) or isinstance(function.value, ast.Name)
    text = ast.unparse(function) if named else called
    if isinstance(node, ast.Attribute):
        asked = f".{node.attr}()" if callable(getattr(Tensor, node.attr, None)) else f".{node.attr}"
    else:
        asked = f"[{ast.unparse(node.slice)}]"
    inside = ast.unparse(held) if held is not None else ""
    inside = "..." if len(inside) > MAX_QUOTED_CHARACTERS else inside
    inside = f"({inside})" if isinstance(held, ast.BinOp | ast.Compare | ast.IfExp) else inside
    return Explanation(
        f"`{text}(...)` returns nothing",
        f"{met} has `{asked}` behind the last bracket of `{text}(...)`, so it is asked of what `{text}` returns, and "
        "that is `None`.",
        f"One bracket is in the wrong place. `{asked}` belongs to the value inside: `{text}({inside}{asked})`."
        if inside
        else f"Write `{text}()` on a line of its own, and use `{asked}` on a value that you have.",
    )


def explain_call(name: str, sources: tuple[str, ...], names: Mapping[str, Any]) -> Explanation | None:
    """Explain why a call of the function or network `name` gives None."""
    why = why_call_is_none(name, [tree for tree in map(parsed, sources) if tree is not None], names)
    return why and Explanation(f"`{name}(...)` gives `None`", why[0], why[1])


def _assigns(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(t, ast.Name) and t.id == name for t in targets)


def _origin(
    name: str, node: ast.Assign | ast.AnnAssign, trees: list[ast.Module], names: Mapping[str, Any]
) -> Origin | None:
    statement = ast.unparse(node)
    if "\n" in statement or "`" in statement or not isinstance(node.value, ast.Call):
        return None
    function = node.value.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if isinstance(function, ast.Attribute) and called in CHANGES:
        owner = ast.unparse(function.value)
        without = ast.unparse(node.value)
        what = (
            f"`{owner}.{called}(...)` changes `{owner}` itself and returns `None`, and `{name} =` stores this `None`."
        )
        keep = f" Create `{owner}` again first." if owner == name else f" Then go on with `{owner}`."
        return Origin(what, f"Write `{without}` without `{name} =` in front.{keep}", statement)
    if called in NOTHING and isinstance(function, ast.Name) == (called == "print"):
        what, repair = NOTHING[called]
        return Origin(f"{what} and returns `None`, and `{name} =` stores this `None`.", repair, statement)
    if isinstance(function, ast.Name):
        why = why_call_is_none(called, trees, names)
        return why and Origin(f"{why[0]} `{name}` gets this `None`.", why[1], statement)
    return None


def why_call_is_none(called: str, trees: list[ast.Module], names: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return why a call of the learner's own function or network `called` gives None, and the repair."""
    network = names.get(called)
    is_network = isinstance(network, nn.Module)
    wanted = type(network).__name__ if is_network else called
    for tree in reversed(trees):
        for node in tree.body:
            if not is_network and isinstance(node, ast.FunctionDef) and node.name == wanted:
                return why_none(node, node.name)
            if is_network and isinstance(node, ast.ClassDef) and node.name == wanted:
                forward = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "forward"]
                return why_none(forward[-1], f"{wanted}.forward") if forward else None
    return None


def why_none(function: ast.FunctionDef, name: str) -> tuple[str, str] | None:
    """Return why a call of `function` gives None, and the repair; None where it returns something somewhere."""
    own = _inside(function)
    if any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in own):
        return None
    returns = [n for n in own if isinstance(n, ast.Return)]
    if any(n.value is not None and not _is_none(n.value) and not _is_print(n.value) for n in returns):
        return None
    printed = [n for n in own if _is_print(n)]
    if printed:
        shown = ast.unparse(printed[-1])
        return (
            f"`{name}` prints its result, `{shown}`, and does not return it. Python then returns `None`.",
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


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_print(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
