"""Build cells and outputs like nbformat, but without its validation of each one.

nbformat checks each cell and output against the schema, some twenty times for each submission. Here the whole notebook
is validated once, when it is written.
"""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import nbformat
from nbformat import NotebookNode
from nbformat.corpus.words import generate_corpus_id as random_cell_id
from nbformat.v4.rwbase import split_lines, strip_transient

from grader.core.errors import first_line
from grader.grading.log import LOG


def made_cell(cell_type: str, source: str) -> NotebookNode:
    """Return a cell of `cell_type` "code", "markdown" or "raw", without outputs."""
    cell = NotebookNode(id=random_cell_id(), cell_type=cell_type, metadata=NotebookNode(), source=source)
    if cell_type == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def written(notebook: NotebookNode) -> bytes:
    """Return a notebook as nbformat writes it, in half the time. What is not valid is logged, as nbformat does.

    Only a number with an exponent is spelled otherwise: 1e300 instead of 1e+300.
    """
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        LOG.error("Notebook JSON is invalid: %s", first_line(error))  # noqa: TRY400 - one line, as from nbformat
    return as_bytes(strip_transient(split_lines(copy.deepcopy(notebook))))


def as_bytes(notebook: dict[str, Any]) -> bytes:
    """Return the JSON of a notebook whose texts are lists of lines, as they are in a file."""
    return msgspec.json.format(msgspec.json.encode(notebook, order="sorted"), indent=1)


def made_output(kind: str, **about: Any) -> NotebookNode:
    """Return an output with these fields, which are not copied. "display_data" and "execute_result" need `data`."""
    metadata = {"metadata": NotebookNode()} if "data" in about else {}
    return NotebookNode({"output_type": kind, **metadata, **about})
