"""The last cell of each lesson, which links to the next lesson and to the one before it.

`python -m grader.devtools.lesson_links` writes these cells in solutions/, and prints the lessons that have changed.
`grader release` hands them on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader import lessons
from grader.grading.course import Course

if TYPE_CHECKING:
    from pathlib import Path

LINKS = "other-lessons"  # the cell's id


def link(course: Course) -> list[str]:
    """Write the links of all lessons whose solutions are in `course`. Returns the lessons that have changed."""
    paths = {name: path for name in sorted(lessons.MODULES) if (path := _notebook(course, name)).is_file()}
    notebooks = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in paths.items()}
    names = [*notebooks]
    changed = []
    for place, name in enumerate(names):
        near = {"Next": names[place + 1 :][:1], "Back": names[:place][-1:]}
        lines = [f"{word}: {_link(notebooks[other[0]], paths[other[0]])}" for word, other in near.items() if other]
        if _put_last(notebooks[name], "\n\n".join(lines)):
            text = json.dumps(notebooks[name], indent=1, ensure_ascii=False)
            paths[name].write_text(f"{text}\n", encoding="utf-8")
            changed.append(name)
    return changed


def _notebook(course: Course, name: str) -> Path:
    """Return where the solution of a lesson is."""
    return course.source(name) / f"{lessons.find(name).notebook}.ipynb"


def _link(notebook: dict[str, Any], path: Path) -> str:
    title = "".join(notebook["cells"][0]["source"]).splitlines()[0].removeprefix("# ")
    return f"[{title}](../{path.parent.name}/{path.name})"


def _put_last(notebook: dict[str, Any], source: str) -> bool:
    """Make `source` the text of the last cell; tell whether that changes anything. Without text there is no cell."""
    cells = notebook["cells"]
    before = "".join(cells.pop()["source"]) if cells[-1].get("id") == LINKS else ""
    if source:
        lines = source.splitlines(keepends=True)
        cells.append({"cell_type": "markdown", "id": LINKS, "metadata": {}, "source": lines})
    return before != source


if __name__ == "__main__":
    print("\n".join(link(Course.find())))
