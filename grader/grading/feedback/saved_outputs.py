"""Show in feedback what a student saw at home: pictures and predictions that grading does not make again.

Grading runs a notebook without a front end, so its figures are words and its questions have no answer. The notebook
that was handed in has both. Only text and PNG pictures are taken from it, because it may hold anything.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from grader.grading.notebook_files.writing import made_output

MAX_PICTURE_BYTES = 1_000_000
MAX_PICTURES = 60
MAX_TEXT_CHARACTERS = 20_000
NO_PREDICTION = "You made no prediction.\n"  # as grader/notebook/prompts/prediction.py says it
_PNG = b"\x89PNG\r\n\x1a\n"


def show_saved(cells: Iterable[NotebookNode], handed_in: bytes) -> None:
    """Replace the outputs of cells that are not graded, if the notebook that was handed in shows more there.

    Cells are the same if their source is.
    """
    saved = _saved(handed_in)
    pictures = 0
    for cell in cells:
        if cell.cell_type != "code" or is_grade(cell) or is_solution(cell):
            continue
        before = saved.get(cell.source, [])
        count = sum("image/png" in output.get("data", {}) for output in before)
        is_unanswered = any(NO_PREDICTION in _text(output) for output in cell.outputs)
        if pictures + count <= MAX_PICTURES and (count or (is_unanswered and before)):
            alts = iter([_words(output) for output in cell.outputs if output.output_type == "display_data"])
            cell.outputs = [_with_alt(output, next(alts, "")) if "data" in output else output for output in before]
            pictures += count
        elif is_unanswered:
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.text = output.text.replace(NO_PREDICTION, "")


def _saved(handed_in: bytes) -> dict[str, list[NotebookNode]]:
    """Return the outputs that can be shown, by the source of their cell. Empty if the notebook cannot be read."""
    try:
        cells = json.loads(handed_in.decode("utf-8-sig"))["cells"]
        return {_joined(cell["source"]): list(_usable(cell.get("outputs", []))) for cell in cells if "source" in cell}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _usable(outputs: list[dict[str, Any]]) -> Iterator[NotebookNode]:
    for output in outputs:
        if output["output_type"] == "stream":
            text = _joined(output["text"])[:MAX_TEXT_CHARACTERS].replace(NO_PREDICTION, "")
            yield made_output("stream", name="stdout", text=text)
        elif "data" in output:
            picture, words = _picture(output["data"].get("image/png")), output["data"].get("text/plain", "")
            if picture:
                yield made_output("display_data", data={"image/png": picture})
            elif words:
                yield made_output("display_data", data={"text/plain": _joined(words)[:MAX_TEXT_CHARACTERS]})


def _picture(encoded: object) -> str:
    """Return a PNG picture as base64 that was encoded here. Empty if it is not one, or too large."""
    if not isinstance(encoded, (str, list)) or len(encoded) > 2 * MAX_PICTURE_BYTES:
        return ""
    try:
        content = base64.b64decode(_joined(encoded))
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(content).decode() if content.startswith(_PNG) and len(content) <= MAX_PICTURE_BYTES else ""


def _with_alt(output: NotebookNode, words: str) -> NotebookNode:
    """Return a picture with the words that grading made in its place as its alternative text."""
    if "image/png" in output["data"] and words:
        output["metadata"] = {"image/png": {"alt": words}}
    return output


def _words(output: NotebookNode) -> str:
    return _joined(output.get("data", {}).get("text/plain", "")).removeprefix("Figure: ")


def _text(output: NotebookNode) -> str:
    return _joined(output.get("text", ""))


def _joined(text: Any) -> str:
    """Return text that a file may hold as lines. Raises TypeError if it is anything else."""
    return "".join(text)
