"""Check how the project's prose is written: `python -m tools.prose [PATH...]` prints each word that it does not use.

proselint finds the words, and tools/prose.toml lists them. Code is left out: text between backticks, indented examples,
cells of code, and everything in a Python module but docstrings and comments. A word in quotes is left out too, because
a page may have to name a word to say that it is not used.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import tokenize
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from proselint import checks
from proselint.config import Config
from proselint.registry import CheckRegistry
from proselint.registry.checks import Check, Padding
from proselint.registry.checks.engine import Fancy
from proselint.registry.checks.types import PreferredForms
from proselint.tools import LintFile

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
RULES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
OWN = "words"  # the path of the project's own check, as proselint names checks
CONFIG = Config(max_errors=10_000, checks=dict.fromkeys([OWN, *RULES["proselint"]], True))
MARKDOWN_CODE = re.compile(
    r"^( *)(```|~~~).*?^\1\2\s*$"  # a fenced block
    r"|(?<=\n\n)(?:(?: {4}|\t).*\n+)+"  # an indented block
    r"|(`+)(?!`).+?(?<!`)\3(?!`)"  # code in a line
    r"|(?<=\])\([^)\s]*\)"  # where a link leads
    r"|<[^<>]+>",  # HTML, and bare addresses
    re.MULTILINE | re.DOTALL,
)
PYTHON_CODE = re.compile(
    r"`[^`]+`"
    r"|\\b\n(?:[^\S\n]*\S.*\n)+"  # examples that click leaves alone
    r"|\bnoqa(?:: [A-Z0-9, ]+)?|\bfmt: (?:on|off)"
)


def main(paths: list[str]) -> int:
    """Print what is wrong in these files and folders, or in those of prose.toml; return the exit status."""
    register()
    problems = [problem for path in paths or RULES["paths"] for file in files(ROOT / path) for problem in lint(file)]
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


def register() -> None:
    """Tell proselint which checks there are: its own, and the list of words."""
    registry = CheckRegistry()
    if not registry.checks:
        registry.register_many(checks.__register__)
        words = PreferredForms(items=RULES["words"], padding=Padding.RAW)
        registry.register(Check(words, engine=Fancy(), path=OWN, message='not "{1}", but: {0}'))


def files(path: Path) -> Iterator[Path]:
    """Yield `path`, or the files with prose below it."""
    if path.is_file():
        yield path
    else:
        left_out = {ROOT / name for name in RULES["left_out"]}
        for file in sorted(path.rglob("*")):
            if file.suffix in READERS and left_out.isdisjoint([file, *file.parents]):
                yield file


def lint(file: Path) -> Iterator[str]:
    """Yield a line for each word of the file that the project does not use."""
    prose = READERS[file.suffix](file.read_text(encoding="utf-8"))
    name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    for found in LintFile(str(name), prose or " ").lint(CONFIG):
        line, column = found.pos
        yield f"{name}:{line}:{column}: {' '.join(found.check_result.message.split())}"


def markdown(text: str) -> str:
    """Return the text with its code blanked out, so that lines and columns stay what they are."""
    return MARKDOWN_CODE.sub(_blank, text)


def python(source: str) -> str:
    """Return the docstrings and comments of a module, each where it was; code is blanked out."""
    lines = [re.sub(r"\S", "·", line) for line in source.splitlines()]

    def keep(row: int, column: int, text: str) -> None:
        for offset, line in enumerate(text.splitlines()):
            before = column if offset == 0 else 0
            lines[row + offset] = lines[row + offset][:before] + line + lines[row + offset][before + len(line) :]

    docstrings = {
        (node.value.lineno, node.value.col_offset)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            keep(row - 1, column, token.string.replace("#", " "))
        elif token.type == tokenize.STRING and token.start in docstrings:
            example = re.compile(rf"^ {{{column + 4},}}.*$", re.MULTILINE)
            keep(row - 1, column, example.sub(_blank, token.string.replace('"""', "   ")))
    return PYTHON_CODE.sub(_blank, "\n".join(lines))


def notebook(text: str) -> str:
    """Return the Markdown cells of a notebook as Jupyter writes it. Each line of a cell keeps its line of the file."""
    kind, is_source, lines = "", False, []
    for line in text.splitlines():
        stripped = line.strip().removesuffix(",")
        if stripped.startswith('"cell_type": '):
            kind = stripped
        in_markdown = is_source and kind.endswith('"markdown"') and stripped.startswith('"')
        lines.append(json.loads(stripped).rstrip("\n") if in_markdown else "")
        is_source = stripped == '"source": [' or (is_source and stripped != "]")
    return markdown("\n".join(lines))


def recorded(text: str) -> str:
    """Return recorded messages without the names of the answers, which begin with codes."""
    return markdown(re.sub(r"\b\w+(?:-\w+)+", _blank, text))


READERS = {".md": markdown, ".txt": recorded, ".py": python, ".ipynb": notebook}


def _blank(match: re.Match[str]) -> str:
    """Put something that is not a word in the place of each character, but leave lines as they are."""
    return re.sub(r"[^\n]", "·", match[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
