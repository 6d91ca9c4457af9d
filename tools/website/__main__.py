"""Build the website from the lessons, the pages of docs/ and the catalogue of mistakes: `make site`.

It goes to build/site, or to the folder that is named.

Each lesson is shown as it is handed out, with the outputs that the solved one has. Answers, and what they print, are
left out. Nothing is run, and nothing is loaded from another server, neither now nor when a page is read.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.cmd.build import build_main

from grader import lessons
from grader.core.catalogue import CATALOGUE
from grader.core.examples import example_of
from grader.core.verdict import MIME_TYPE
from grader.grading.verdicts.notebook_cells import grade_id, is_graded
from grader.notebook.server.start_page import TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT, HERE = Path(__file__).parents[2], Path(__file__).parent
SITE = ROOT / "build" / "site"
# These files of the project are pages, too.
MORE = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
FIRST = ("instructors", "authoring", "architecture", "glossary", "what_counts")

_TO_README = re.compile(r"\]\((?:\.\./)*README\.md")


def build(site: Path) -> int:
    """Build the website in `site`, and return Sphinx's exit status: a warning, as of a link to nothing, is an error."""
    source = site.with_name(f"{site.name}-source")
    put_together(source)
    shutil.rmtree(site, ignore_errors=True)
    return build_main(["-b", "html", "-q", "-W", "--keep-going", str(source), str(site)])


def put_together(source: Path) -> None:
    """Write all that Sphinx reads into `source`."""
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(ROOT / "docs", source / "docs")
    for name in MORE:
        shutil.copy(ROOT / name, source)
    for name in ("conf.py", "site.css"):
        shutil.copy(HERE / name, source)
    for page in source.rglob("*.md"):
        page.write_text(_to_pages(page.read_text(encoding="utf-8"), page.relative_to(source)), encoding="utf-8")
    codes = source / "docs" / "codes.md"
    codes.write_text(_codes(codes.read_text(encoding="utf-8")), encoding="utf-8")
    for name in lessons.MODULES:
        notebook = f"{lessons.find(name).notebook}.ipynb"
        folder = source / "lessons" / name
        folder.mkdir(parents=True)
        read = [json.loads((ROOT / place / name / notebook).read_text("utf-8")) for place in ("notebooks", "solutions")]
        (folder / notebook).write_text(json.dumps(shown(*read), ensure_ascii=False), encoding="utf-8")
    _write_lists(source)


def shown(released: dict[str, Any], solved: dict[str, Any]) -> dict[str, Any]:
    """Return a released notebook with the outputs of the solved one, wherever both have the same source.

    A graded cell has the same source in both, and what it prints tells how the solution did, so it stays without.
    """
    outputs = {cell["id"]: cell for cell in solved["cells"] if cell["cell_type"] == "code"}
    cells = []
    for cell in released["cells"]:
        made = {**cell, "metadata": dict(cell["metadata"])}
        if cell["cell_type"] == "code":
            of_solution = outputs.get(cell["id"], cell)
            is_given = of_solution["source"] == cell["source"] and not is_graded(cell)
            made["outputs"] = [_readable(each) for each in of_solution["outputs"]] if is_given else []
            texts = [text for each in made["outputs"] if (text := _alternative(each))]
            if texts:
                made["metadata"]["mystnb"] = {"image": {"alt": " ".join(texts)}}
            if grade_id(cell) and not is_graded(cell):
                made["metadata"]["tags"] = [*made["metadata"].get("tags", ()), "exercise"]
        cells.append(made)
    return {**released, "cells": cells}


def _readable(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output without what only a notebook can show."""
    data = {kind: value for kind, value in output.get("data", {}).items() if kind != MIME_TYPE}
    return {**output, "data": data} if data else output


def _alternative(output: dict[str, Any]) -> str:
    return output.get("metadata", {}).get("image/png", {}).get("alt", "")


def _to_pages(text: str, page: Path) -> str:
    """Let links to README lead to the front page."""
    return _TO_README.sub("](" + "../" * (len(page.parts) - 1) + "index.md", text)


def _codes(page: str) -> str:
    """Return the page of codes with a section for each: what was found, where to look, and a worked example."""
    linked = re.sub(r"^\| `([\w-]+)` \|", r"| [`\1`](#\1) |", page, flags=re.MULTILINE)
    return linked.rstrip("\n") + "\n\n" + "\n".join(_sections())


def _sections() -> Iterator[str]:
    for code, mistake in CATALOGUE.items():
        yield f"({code})=\n## {mistake.title}\n\nCode `{code}`: {mistake.means}.\n\n{mistake.hint}\n"
        example = example_of(code)
        if example is not None:
            yield f"{example.says}\n"
            if example.code:
                yield f"```python\n{example.code}\n```\n"
        if mistake.section:
            yield f"The lessons explain it under the heading *{mistake.section}*.\n"


def _write_lists(source: Path) -> None:
    """Write the front page and a page for each of the two lists: the lessons, and the pages of docs/."""
    pages = [path for path in sorted((source / "docs").glob("*.md")) if path.stem != "codes"]
    pages.sort(key=lambda path: (FIRST.index(path.stem) if path.stem in FIRST else len(FIRST), path.stem))
    pages += [source / name for name in MORE]
    of_lessons = {path: _lesson_title(path) for path in sorted((source / "lessons").rglob("*.ipynb"))}
    of_docs = {path: _title(path.read_text(encoding="utf-8")) for path in pages}
    front = (HERE / "index.md").read_text(encoding="utf-8")
    (source / "index.md").write_text(front.replace("LESSONS", _listed(of_lessons, source)), encoding="utf-8")
    for folder, title, listed in (
        (source / "lessons", "Lessons", of_lessons), (source / "docs", "For instructors and authors", of_docs)
    ):  # fmt: skip
        tree = "\n".join(os.path.relpath(path.with_suffix(""), folder) for path in listed)
        text = f"# {title}\n\n{_listed(listed, folder)}\n\n```{{toctree}}\n:hidden:\n\n{tree}\n```\n"
        (folder / "index.md").write_text(text, encoding="utf-8")


def _listed(titles: dict[Path, str], folder: Path) -> str:
    return "\n".join(f"- [{title}]({os.path.relpath(path, folder)})" for path, title in titles.items())


def _lesson_title(path: Path) -> str:
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    return _title("".join(first))


def _title(text: str) -> str:
    found = TITLE.search(text)
    return found[1] if found else ""


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SITE
    status = build(target)
    print(f"open {target / 'index.html'}" if status == 0 else "the website has mistakes, named above")
    sys.exit(status)
