"""Cut code and prose into fragments that stay the same under other names, spacing, comments and order.

A fragment of code is one statement, one head of a loop or a function, or one expression in it. Names are replaced by
numbers in the order of their first use, and texts by a placeholder, so `a = f(b)` and `x = g(y)` are the same fragment.
Built-in names, attributes and numbers stay. Such trees without names were compared by Baxter et al., "Clone Detection
Using Abstract Syntax Trees" (1998). A comment of three words or more is a fragment too. A fragment of prose is a run of
five words.
"""

from __future__ import annotations

import ast
import builtins
import functools
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

MIN_NODES = 4  # a shorter fragment, such as `f(x)`, is in every notebook
MAX_NODES = 300  # a longer one is compared by its parts only, so a huge literal costs little
MAX_CHARACTERS = 50_000  # of one cell; a longer one is not compared
WORDS = 5
MIN_COMMENT_WORDS = 3
COMMENT = "#"  # the first character of a fragment that is a comment
CACHED_CELLS = 4096

_BUILTIN = frozenset(dir(builtins))
_BODIES = frozenset({"body", "orelse", "finalbody", "handlers", "cases"})
_IGNORED = frozenset({"ctx", "kind", "type_comment", "type_params", "annotation", "returns"})
_NAME_FIELDS = frozenset({"name", "arg", "rest", "asname"})
_MAGIC = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)  # of IPython
_COMMENT = re.compile(r"#[ \t]*(?!#)([^\n#]*)$", re.MULTILINE)
_WORD = re.compile(r"\w+")


class Fragment(NamedTuple):
    """A fragment without its names, and the first and the last line of the cell in which it is."""

    text: str
    first_line: int
    last_line: int


class _TooLongError(Exception):
    """The fragment is longer than MAX_NODES."""


@functools.lru_cache(CACHED_CELLS)
def of_code(source: str) -> frozenset[Fragment]:
    """Return the fragments of a cell. A cell that is not Python is read line by line, without those that are not."""
    if len(source) > MAX_CHARACTERS:
        return frozenset()
    tree = _parsed(source) or _parsed(source := _MAGIC.sub("", source))
    comments = _comments(source)
    if tree is not None:
        return frozenset([*comments, *_fragments(tree, 0)])
    lines = enumerate(source.splitlines())
    trees = ((_parsed(line.strip() + (" pass" if line.rstrip().endswith(":") else "")), i) for i, line in lines)
    return frozenset([*comments, *(each for tree, i in trees if tree is not None for each in _fragments(tree, i))])


@functools.lru_cache(CACHED_CELLS)
def of_prose(text: str) -> frozenset[Fragment]:
    """Return the fragments of a written answer: each five words in a row."""
    words = [
        (word.lower(), number)
        for number, line in enumerate(text[:MAX_CHARACTERS].splitlines(), 1)
        for word in _WORD.findall(line)
    ]
    runs = (words[i : i + WORDS] for i in range(len(words) - WORDS + 1))
    return frozenset(Fragment(" ".join(word for word, _ in run), run[0][1], run[-1][1]) for run in runs)


def _parsed(source: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about escape sequences in a student's code
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _comments(source: str) -> Iterator[Fragment]:
    for found in _COMMENT.finditer(source):
        words = _WORD.findall(found[1].lower())
        if len(words) >= MIN_COMMENT_WORDS:
            line = source.count("\n", 0, found.start()) + 1
            yield Fragment(" ".join([COMMENT, *words]), line, line)


def _fragments(tree: ast.Module, lines_before: int) -> Iterator[Fragment]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.expr)):
            shape = _Shape()
            try:
                text = shape.of(node)
            except (_TooLongError, RecursionError):
                continue
            if shape.nodes >= MIN_NODES:
                last = _last_line(node)
                yield Fragment(text, lines_before + node.lineno, lines_before + last)


def _last_line(node: ast.stmt | ast.expr) -> int:
    """Return the last line of a statement without its body, or of an expression."""
    body = getattr(node, "body", None)
    if isinstance(node, ast.stmt) and isinstance(body, list) and body:
        return max(node.lineno, body[0].lineno - 1)
    return node.end_lineno or node.lineno


class _Shape:
    """Writes one subtree as text without its names, and counts its nodes."""

    def __init__(self) -> None:
        self.nodes = 0
        self._numbers: dict[str, str] = {}

    def of(self, node: object) -> str:
        """Return the text of a node, of a list of nodes, or of a plain value. Raises _TooLongError."""
        if isinstance(node, list):
            return f"[{','.join(map(self.of, node))}]"
        if not isinstance(node, ast.AST):
            return repr(node)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _TooLongError
        match node:
            case ast.Name(id=name):
                return name if name in _BUILTIN else self._number(name)
            case ast.Constant(value=value):
                return "text" if isinstance(value, (str, bytes)) else repr(value)
            case ast.JoinedStr():
                return "text"
            case ast.Attribute(value=ast.Name(id="self"), attr=attribute):  # the student's own, unlike others
                self.nodes += 1
                return self._number(f"self.{attribute}")
        return f"{type(node).__name__}({','.join(self._fields(node))})"

    def _fields(self, node: ast.AST) -> Iterator[str]:
        for field, value in ast.iter_fields(node):
            if field in _IGNORED or (field in _BODIES and isinstance(node, (ast.stmt, ast.ExceptHandler))):
                continue
            is_name = isinstance(value, str) and field in _NAME_FIELDS
            is_given = isinstance(node, (ast.keyword, ast.alias))  # an argument's or a module's name
            yield self._number(str(value)) if is_name and not is_given else self.of(value)

    def _number(self, name: str) -> str:
        return self._numbers.setdefault(name, f"name{len(self._numbers)}")
