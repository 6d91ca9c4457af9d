"""Cells and outputs of the notebook format, as nbformat makes them; checked when their notebook is written, not before.

nbformat's own makers check each against the format's schema, some twenty times a submission.
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
    """Return an output of what it is `about`, not copied; "display_data" and "execute_result" need `data`."""
    metadata = {"metadata": NotebookNode()} if "data" in about else {}
    return NotebookNode({"output_type": kind, **metadata, **about})
