"""The last cell of each lesson, which links to the next lesson and to the one before it.

`python -m grader.devtools.lesson_links` writes these cells in solutions/, and prints the lessons that have changed.
`grader release` hands them on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader import lessons
from grader.devtools.run_solution import write_notebook
from grader.devtools.sample_answers import source_of
from grader.grading.course import Course

if TYPE_CHECKING:
    from pathlib import Path

LINKS = "other-lessons"  # the cell's id


def link(course: Course) -> list[str]:
    """Write the links of all lessons whose solutions are in `course`. Returns the lessons that have changed."""
    paths = {name: course.source(name) / f"{lessons.find(name).notebook}.ipynb" for name in sorted(lessons.MODULES)}
    notebooks = {n: json.loads(path.read_text(encoding="utf-8")) for n, path in paths.items() if path.is_file()}
    names = [*notebooks]
    changed = []
    for before, name, after in zip(["", *names], names, [*names[1:], ""], strict=False):
        near = {"Next": after, "Back": before}
        lines = [f"{word}: {_link(notebooks[other], paths[other])}" for word, other in near.items() if other]
        if _put_last(notebooks[name], "\n\n".join(lines)):
            write_notebook(paths[name], notebooks[name])
            changed.append(name)
    return changed


def _link(notebook: dict[str, Any], path: Path) -> str:
    title = source_of(notebook["cells"][0]).splitlines()[0].removeprefix("# ")
    return f"[{title}](../{path.parent.name}/{path.name})"


def _put_last(notebook: dict[str, Any], source: str) -> bool:
    """Make `source` the text of the last cell; tell whether that changes anything. Without text there is no cell."""
    cells = notebook["cells"]
    before = source_of(cells.pop()) if cells[-1].get("id") == LINKS else ""
    if source:
        lines = source.splitlines(keepends=True)
        cells.append({"cell_type": "markdown", "id": LINKS, "metadata": {}, "source": lines})
    return before != source


if __name__ == "__main__":
    print("\n".join(link(Course.find())))
