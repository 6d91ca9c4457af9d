"""Build cells and outputs like nbformat, but without its validation of each one.

nbformat checks each cell and output against the schema, some twenty times for each submission. Here the whole notebook
is validated once, when it is written.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4.nbbase import random_cell_id


def made_cell(cell_type: str, source: str) -> NotebookNode:
    """Return a cell of `cell_type` "code", "markdown" or "raw", without outputs."""
    cell = NotebookNode(id=random_cell_id(), cell_type=cell_type, metadata=NotebookNode(), source=source)
    if cell_type == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def made_output(kind: str, **about: Any) -> NotebookNode:
    """Return an output with these fields, which are not copied. "display_data" and "execute_result" need `data`."""
    metadata = {"metadata": NotebookNode()} if "data" in about else {}
    return NotebookNode({"output_type": kind, **metadata, **about})
