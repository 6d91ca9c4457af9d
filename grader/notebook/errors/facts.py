"""What is known of a line that no rule explains: what happened in general, and what its names stood for.

The cause is not claimed. A learner who sees that a list is empty, or that a number is a string, often needs no more.
"""

from __future__ import annotations

import ast
import types
from typing import TYPE_CHECKING, Any

from torch import Tensor

from grader.core.numbers import in_words
from grader.notebook.errors.situation import UNKNOWN, Explanation
from grader.notebook.errors.wording import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.notebook.errors.situation import Situation

MAX_NAMES = 5
MAX_CHARACTERS = 40  # of a value that is shown as it is
GIVEN_TITLE = "This line cannot do what it should with what it was given"
TITLES = {
    "IndexError": "This line asks for a position that does not exist",
    "KeyError": "This line asks for a key that does not exist",
    "AttributeError": "This line asks an object for something that it does not have",
    "TypeError": GIVEN_TITLE,
    "ValueError": GIVEN_TITLE,
    "RuntimeError": "This line asks for something that could not be done",
}
OTHER_TITLE = "This line stopped with an error"
LOOK = (
    "Is each of these what you expect at this point? Print the one that surprises you, and look at the line that made "
    "it."
)


def facts(situation: Situation) -> Explanation | None:
    """Return what the names in the line stood for, None if it has none whose value is known."""
    if not isinstance(situation.error, Exception) or isinstance(situation.error, SyntaxError):
        return None
    known = list(dict.fromkeys(f"`{name}` was {_shown(value)}" for name, value in _values(situation)))[:MAX_NAMES]
    if not known:
        return None
    title = next((TITLES[kind] for kind in TITLES if kind in situation.kinds), OTHER_TITLE)
    if title == TITLES["KeyError"] and not isinstance(situation.node, ast.Subscript):
        title = OTHER_TITLE
    return Explanation(title, f"{situation.met} stopped. When it ran, {in_words(known)}.", LOOK)


def _values(situation: Situation) -> Iterator[tuple[str, Any]]:
    """Yield the names and attributes of the expression that raised, or else of its statement, with their values."""
    waiting: list[ast.AST] = [each for each in (situation.node or situation.statement,) if each is not None]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            continue  # what is inside of them did not run in this line
        value = situation.value(node) if isinstance(node, (ast.Name, ast.Attribute)) else UNKNOWN
        if value is not UNKNOWN:
            if not isinstance(value, (types.ModuleType, type)) and not _is_called(node, situation):
                yield ast.unparse(node), value
        else:
            waiting += ast.iter_child_nodes(node)


def _is_called(node: ast.AST, situation: Situation) -> bool:
    """Tell whether a name is only what a call of this line calls, which says nothing new."""
    is_function = any(isinstance(each, ast.Call) and each.func is node for each in situation.nodes)
    return is_function and callable(situation.value(node))


def _shown(value: Any) -> str:
    """Return a short text or list as it is, everything else in words."""
    if type(value) is str and len(value) <= MAX_CHARACTERS and value.isprintable() and "`" not in value:
        return f"the string `{value!r}`"
    if type(value) in (list, tuple, dict) and not value:
        return f"an empty {type(value).__name__}"
    if type(value) is dict and len(value) <= MAX_NAMES and all(type(key) in (str, int) for key in value):
        return f"a dictionary with the keys `{', '.join(map(repr, value))[:MAX_CHARACTERS]}`"
    if isinstance(value, Tensor) and not value.dim():
        return "a tensor that holds one number, without a dimension"
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
        return "a function"
    return told(value)
