"""Read notebooks: a submitted one, whatever program wrote it, and one of the course or the grader as plain data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat.corpus.words import generate_corpus_id as random_cell_id

from grader.grading.errors import CourseError
from grader.grading.texts import typed_line

OF_NOTEBOOK = {"nbformat", "nbformat_minor", "metadata", "cells"}
OF_CELL = {"id", "cell_type", "metadata", "source", "attachments", "outputs", "execution_count"}
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( .*)?\r?$", re.MULTILINE)


def read_notebook(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook as plain data. Raises CourseError, which says what is wrong with the file."""
    try:
        notebook = json.loads(path.read_bytes())
        cells = [dict(cell, source="".join(cell["source"])) for cell in notebook["cells"]]
    except FileNotFoundError:
        raise CourseError(f"there is no {path.parent.name}/{path.name}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path.name} is not a notebook: {typed_line(error)}") from error
    return cells


def submitted_id(cell: dict[str, Any]) -> str | None:
    """Return the grade_id of a submitted cell, None if it has none: its metadata may hold anything."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = about.get("grade_id") if isinstance(about, dict) else None
    return name if isinstance(name, str) else None


def read_submission(content: bytes, name: str) -> nbformat.NotebookNode:
    """Return a submitted notebook in the current format. Raises CourseError, which says what is wrong with it."""
    try:
        text = _decoded(content)
    except UnicodeDecodeError as error:
        raise CourseError(f"{name} is not a notebook: {typed_line(error)}") from error
    try:
        given = json.loads(text)
        if not isinstance(given, dict):
            given = {}
        notebook = nbformat.convert(nbformat.from_dict(given), 4)
        _keep(notebook, OF_NOTEBOOK)
        if not isinstance(notebook.get("metadata"), dict):
            notebook["metadata"] = nbformat.NotebookNode()
        for cell in notebook.cells:
            _repair(cell)
    except RecursionError:
        raise CourseError(f"{name} is not a notebook: it is nested too deeply") from None
    except Exception as error:
        conflict = _conflict(text) if isinstance(error, json.JSONDecodeError) else None
        raise CourseError(f"{name} is not a notebook: {conflict or typed_line(error)}") from error
    return notebook


def _decoded(content: bytes) -> str:
    """Return the text of a file, which may have a byte order mark or be in UTF-16 or in Windows' old code page.

    Raises UnicodeDecodeError.
    """
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        if content.lstrip()[:1] != b"{":
            raise
        return content.decode("cp1252", "replace")


def _conflict(text: str) -> str | None:
    """Say where Git has left an unresolved merge conflict in the file. None if there is none."""
    found = list(_CONFLICT.finditer(text))
    if not {mark[1][0] for mark in found} >= {"<", ">"} or found[0][1][0] != "<":
        return None
    line = text.count("\n", 0, found[0].start()) + 1
    return (
        f"it has an unresolved merge conflict, which begins in line {line} with {found[0][0].strip()[:60]!r}; "
        "open it in a text editor, keep one of the two versions, and hand it in again"
    )


def _keep(node: nbformat.NotebookNode, names: set[str]) -> None:
    """Remove fields that the format does not have: they may be of any size, and nobody reads them."""
    for name in node.keys() - names:
        del node[name]


def _repair(cell: nbformat.NotebookNode) -> None:
    """Repair a cell so that it follows the format. Raises TypeError or KeyError if there is no certain repair."""
    _keep(cell, OF_CELL)
    if isinstance(cell.get("source"), list):
        cell["source"] = "".join(cell["source"])
    if not isinstance(cell["source"], str):
        raise TypeError("a cell's source is not a text")
    # Half a surrogate pair cannot be sent anywhere.
    cell["source"] = cell["source"].encode("utf-8", "replace").decode("utf-8")
    if not isinstance(cell.get("metadata"), dict):
        cell["metadata"] = nbformat.NotebookNode()
    if "id" in cell and not (isinstance(cell["id"], str) and _ID.fullmatch(cell["id"])):
        cell["id"] = random_cell_id()
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
        cell.pop("attachments", None)
        return
    if cell["cell_type"] not in ("markdown", "raw"):
        cell["cell_type"] = "raw"
    for name in ("outputs", "execution_count"):
        cell.pop(name, None)
    attachments = cell.get("attachments", {})
    if not isinstance(attachments, dict) or not all(isinstance(each, dict) for each in attachments.values()):
        del cell["attachments"]
