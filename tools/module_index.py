"""Write the end of docs/architecture.md: each module of grader/, with the first sentence of its docstring.

python -m tools.module_index
"""

from __future__ import annotations

import ast
import functools
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
HEADING = "## Every module"
INTRODUCTION = """\
The tables above are sorted by what you may want to change. These are sorted by folder: each module, and the first
sentence of its docstring. `python -m tools.module_index` writes them."""


@functools.cache
def first_sentence(module: Path) -> str:
    """Return the first sentence of a module's docstring on one line, as a cell of a Markdown table."""
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", paragraph)[0].replace("|", "\\|")


def section() -> str:
    """Return the section, from its heading to the end of the page."""
    return "\n".join([HEADING, "", INTRODUCTION, *_tables()]) + "\n"


def without_section(page: str) -> str:
    return page.partition(HEADING)[0]


def _tables() -> Iterator[str]:
    modules = sorted((ROOT / "grader").rglob("*.py"), key=lambda path: (path.parent.parts, path.name))
    for folder, inside in groupby(modules, key=lambda path: path.parent):
        rows = [
            (path.name, first_sentence(path)) for path in inside if path.name != "__init__.py" or path.stat().st_size
        ]
        yield from ("", f"### {folder.relative_to(ROOT).as_posix()}", "", "| module | what it is for |", "|---|---|")
        yield from (f"| `{name}` | {sentence} |" for name, sentence in rows)


if __name__ == "__main__":
    PAGE.write_text(without_section(PAGE.read_text(encoding="utf-8")) + section(), encoding="utf-8")
