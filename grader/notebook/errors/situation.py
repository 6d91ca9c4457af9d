"""What is known when an error happens: the exception, the learner's own line, and the values of its names."""

from __future__ import annotations

import ast
import builtins
import copy
import functools
import itertools
import linecache
import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import torch
from torch import Tensor, nn

from grader.evidence.errors import ESCAPES
from grader.notebook.errors.explain import chain_of, is_own
from grader.notebook.errors.wording import reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import FrameType, TracebackType

MAX_LINE_CHARACTERS = 160
MAX_FRAMES = 1000
PAIR = 2  # of values, and of the parameters of a method for an operator
UNKNOWN = object()  # the value of an expression that cannot be told without running code
Statement = TypeVar("Statement", bound=ast.stmt)


class Explanation(msgspec.Struct, frozen=True):
    """An error in plain words: what happened, the learner's names and numbers that show it, and where to look."""

    title: str
    evidence: str
    look: str


class Situation:
    """An exception with the innermost line of the learner's that led to it.

    `sources` are the cells that the kernel has run, the oldest first. `made_by` tells which exercise makes a name.
    """

    def __init__(
        self,
        error: BaseException,
        names: Mapping[str, Any],
        sources: tuple[str, ...] = (),
        made_by: Mapping[str, str] | None = None,
    ) -> None:
        self.error = error
        self.kinds = {each.__name__ for each in type(error).__mro__}
        self.message = ESCAPES.sub("", str(error)).strip()
        self.sources, self.made_by = sources, made_by or {}
        self.number, self.line, self.function, self.file = 0, "", "<module>", ""
        self._notebooks = names
        self.names: dict[str, Any] = dict(names)
        self.local_names: dict[str, Any] = {}
        self.frames: list[FrameType] = []
        self._span: tuple[int | None, ...] = ()
        self._callers: list[TracebackType] = []  # the learner's own lines that led to this one, the outermost first
        if isinstance(error, SyntaxError):
            self.message, self.number = error.msg or "", error.lineno or 0
            self.line = (error.text or "").strip()
        else:
            self._walk()

    def _walk(self) -> None:
        traces = [*itertools.islice(chain_of(self.error.__traceback__), MAX_FRAMES)]
        own = [at for at, each in enumerate(traces) if is_own(each.tb_frame.f_code.co_filename)]
        inside = traces[own[-1] + 1 :] if own else traces
        self.frames = [each.tb_frame for each in inside]  # those inside the libraries
        self._callers = [traces[at] for at in own[:-1]]
        if own:
            self._stand_at(traces[own[-1]])

    def _stand_at(self, own: TracebackType) -> None:
        code = own.tb_frame.f_code
        self.file, self.number, self.function = code.co_filename, own.tb_lineno, code.co_name
        self.local_names = dict(own.tb_frame.f_locals) if own.tb_frame.f_locals is not own.tb_frame.f_globals else {}
        self.names = {**self._notebooks, **own.tb_frame.f_globals, **self.local_names}
        self.line = linecache.getline(self.file, self.number).strip()
        position = next(itertools.islice(code.co_positions(), own.tb_lasti // 2, None), ())
        self._span = position if None not in position else ()

    @property
    def place(self) -> str:
        """The line as a message quotes it, never cut inside a word that matters: too long a line is not quoted.

        A check may have called an object of the learner's, and then no line of theirs raised.
        """
        if not self.number:
            return "the call in the check"
        where = f"line {self.number}" + ("" if self.function.startswith("<") else f" of `{self.function}`")
        fits = self.line and "`" not in self.line and len(self.line) <= MAX_LINE_CHARACTERS
        return f"{where} (`{self.line}`)" if fits else where

    @functools.cached_property
    def source(self) -> str:
        """The source of the cell in which it happened."""
        return "".join(linecache.getlines(self.file)) if self.file else ""

    @functools.cached_property
    def tree(self) -> ast.Module:
        return parsed(self.source)

    @functools.cached_property
    def node(self) -> ast.AST | None:
        """The expression that raised, None where Python does not tell which it was."""
        if not self._span:
            return None
        line, last, start, end = self._span
        nodes = [n for n in ast.walk(self.tree) if isinstance(n, (ast.expr, ast.stmt))]
        found = [n for n in nodes if (n.lineno, n.col_offset) == (line, start)]
        return next((n for n in reversed(found) if (n.end_lineno, n.end_col_offset) == (last, end)), None)

    @property
    def met(self) -> str:
        """The line as a message quotes it, at the beginning of a sentence."""
        return self.place[:1].upper() + self.place[1:]

    @functools.cached_property
    def caller(self) -> Situation | None:
        """The learner's own line that called the function in which it happened, None if a check or a library did."""
        if not self._callers:
            return None
        outer = copy.copy(self)
        outer.__dict__ = {k: v for k, v in vars(self).items() if k not in ("source", "tree", "node", "statement")}
        outer._callers, outer.frames = self._callers[:-1], []  # noqa: SLF001 - an object of this class
        outer._stand_at(self._callers[-1])  # noqa: SLF001 - an object of this class
        return outer

    def given(self, name: str) -> tuple[Situation, ast.expr] | None:
        """Return where a parameter of this function got its value: the call, and what it passes. None if unknown."""
        outer, parameters = self.caller, self.parameters
        if outer is None or name not in parameters:
            return None
        node, at = outer.node, parameters.index(name)
        if isinstance(node, ast.BinOp) and len(parameters) == PAIR:  # a method such as `__add__`
            return outer, (node.left, node.right)[at]
        if isinstance(node, ast.Call):
            at -= parameters[0] == "self"
            named = next((each.value for each in node.keywords if each.arg == name), None)
            passed = node.args[at] if 0 <= at < len(node.args) else named
            return None if passed is None else (outer, passed)
        return None

    def source_of(self, node: ast.expr) -> tuple[Situation, ast.expr]:
        """Return the outermost line of the learner's that passes the object of `node` on, and what it is called there.

        Between two of these lines there may be libraries: a network hands what it gets to its first layer.
        """
        value, found, outer = self.value(node), (self, node), self.caller
        while outer is not None and outer.call is not None and value is not UNKNOWN:
            passed = [*outer.call.args, *(each.value for each in outer.call.keywords)]
            written = passed if len(passed) == 1 and isinstance(value, list) else []
            same = next((each for each in passed if outer.value(each) is value), None)
            same = same or next((each for each in written if isinstance(each, ast.List | ast.ListComp)), None)
            if same is None:
                break
            found, outer = (outer, same), outer.caller
        return found

    @property
    def parameters(self) -> list[str]:
        """The parameters of the function in which it happened."""
        own = [each for each in self.around(ast.FunctionDef) if each.name == self.function]
        return [each.arg for each in own[-1].args.args] if own else []

    @property
    def call(self) -> ast.Call | None:
        return self.node if isinstance(self.node, ast.Call) else None

    @functools.cached_property
    def statement(self) -> ast.stmt | None:
        """The innermost statement around the line."""
        return max(self.around(ast.stmt), key=lambda each: each.lineno, default=None)

    @property
    def nodes(self) -> list[ast.AST]:
        """All parts of the statement."""
        return list(ast.walk(self.statement)) if self.statement is not None else []

    def around(self, kind: type[Statement], number: int = 0) -> list[Statement]:
        """Return the statements of a kind around the line, or around line `number`, the outermost first."""
        line, found = number or self.number, [n for n in ast.walk(self.tree) if isinstance(n, kind)]
        return [each for each in found if each.lineno <= line <= (each.end_lineno or each.lineno)]

    def name_of_value(self, test: Callable[[Any], bool]) -> str | None:
        """Return the first name in the statement whose value passes a test."""
        names = (n.id for n in self.nodes if isinstance(n, ast.Name))
        return next((name for name in names if test(self.names.get(name))), None)

    @property
    def is_on_purpose(self) -> bool:
        """Whether a line of the learner's own raises the error, and so says itself what it means."""
        return not self.frames and isinstance(self.statement, (ast.Raise, ast.Assert))

    def value(self, node: ast.AST | None) -> Any:
        """Return the value of a name, a constant, an attribute of a module, or a layer of an `nn.Sequential`.

        It is UNKNOWN for all that would run code.
        """
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self.names.get(node.id, getattr(builtins, node.id, UNKNOWN))
        if isinstance(node, ast.Attribute):
            owner = self.value(node.value)
            if isinstance(owner, nn.Module):
                held = {**vars(owner), **dict(owner.named_parameters(recurse=False)), **dict(owner.named_children())}
                return held.get(node.attr, UNKNOWN)
            if isinstance(owner, Tensor) and node.attr == "grad":
                return owner.grad if owner.is_leaf else None
            if type(owner) is type(torch):
                return vars(owner).get(node.attr, UNKNOWN)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            owner = self.value(node.value)
            layers = dict(owner.named_children()) if isinstance(owner, nn.Sequential) else {}
            return layers.get(str(node.slice.value), UNKNOWN)
        return UNKNOWN

    def tensors(self) -> list[tuple[str, Tensor]]:
        """Return the tensors that the statement reads, each with its name."""
        read = [n.id for n in self.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        added = [n.target.id for n in self.nodes if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)]
        names = dict.fromkeys([*added, *read])
        return [(name, self.names[name]) for name in names if isinstance(self.names.get(name), Tensor)]

    @property
    def seen(self) -> str:
        """A sentence on the shapes and dtypes of the tensors that the statement reads, empty if there are none."""
        found = [
            f"`{name}` has shape {tuple(each.shape)} and dtype {str(each.dtype).removeprefix('torch.')}"
            for name, each in self.tensors()
        ]
        return f" There, {', '.join(found)}." if found else ""

    @property
    def receiver(self) -> tuple[str, Any]:
        """The object whose method the call that raised asks for: its source and its value, "" and UNKNOWN if none."""
        function = self.call.func if self.call is not None else None
        owner = function.value if isinstance(function, ast.Attribute) else None
        return (ast.unparse(owner), self.value(owner)) if owner is not None else ("", UNKNOWN)

    def inner(self, function: str) -> Iterator[dict[str, Any]]:
        """Yield the local names of each frame inside a library that runs `function`, the innermost first."""
        return (frame.f_locals for frame in reversed(self.frames) if frame.f_code.co_name == function)

    def name_of(self, module: nn.Module) -> str:
        """Return under what name the learner can reach a module, as `net.linear`; its class if there is none."""
        for name, value in self.names.items():
            if isinstance(value, nn.Module) and not name.startswith("_"):
                inside = next((path for path, each in value.named_modules() if each is module), None)
                if inside is not None:
                    return f"`{reached(name, inside)}`"
        return f"the layer `{type(module).__name__}`"


def parsed(source: str) -> ast.Module:
    """Return the tree of a cell, its lines for IPython left out; an empty one if it is not Python."""
    try:
        return ast.parse(re.sub(r"^[ \t]*[%!].*$", "pass", source, flags=re.MULTILINE))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def definition(name: str, sources: Iterable[str]) -> ast.FunctionDef | None:
    """Return the first definition of a function, or of a method such as "Net.forward", in cells; None if there is none.

    If a cell defines it twice, the second definition counts.
    """
    *owners, own = name.split(".")
    for tree in map(parsed, sources):
        classes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == (owners or [""])[-1]]
        found = [n for each in (classes if owners else [tree]) for n in each.body if getattr(n, "name", "") == own]
        if found and isinstance(found[-1], ast.FunctionDef):
            return found[-1]
    return None


def stored_names(node: ast.AST) -> set[str]:
    """Return the names that a part of a cell assigns."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
