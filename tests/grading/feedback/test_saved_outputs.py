"""Pictures and predictions of the notebook that was handed in, on a page that a student reads."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from grader.grading.feedback.saved_outputs import MAX_PICTURE_BYTES, NO_PREDICTION, show_saved

PNG = b"\x89PNG\r\n\x1a\n and more"
PICTURE = base64.b64encode(PNG).decode()
WORDS = NotebookNode(output_type="display_data", data={"text/plain": "Figure: a line"}, metadata={})


def stream(text: str) -> NotebookNode:
    return NotebookNode(output_type="stream", name="stdout", text=text)


def displayed(**data: Any) -> dict[str, Any]:
    named = {name.replace("_", "/"): value for name, value in data.items()}
    return {"output_type": "display_data", "data": named, "metadata": {"image/png": {"alt": "x"}}}


def shown(graded: list[NotebookNode], saved: list[dict[str, Any]] | None, **metadata: Any) -> list[NotebookNode]:
    """Return the outputs of the cell `f()` on the page."""
    cell = new_code_cell("f()", outputs=graded, metadata={"nbgrader": metadata} if metadata else {})
    cells = [] if saved is None else [{"cell_type": "code", "source": ["f", "()"], "outputs": saved}]
    show_saved([cell], json.dumps({"cells": cells}).encode())
    return cell.outputs


def test_picture_comes_with_the_words_as_its_alternative_text() -> None:
    (output,) = shown([WORDS], [displayed(image_png=PICTURE, text_html="<script>alert(1)</script>", text_plain="x")])
    assert output["data"] == {"image/png": PICTURE}
    assert output["metadata"] == {"image/png": {"alt": "a line"}}


def test_prediction_is_the_one_that_was_made_at_home() -> None:
    saved = [{"output_type": "stream", "name": "stdout", "text": ["You said: 5.\n", "It was: 5."]}]
    assert [output.text for output in shown([stream(f"{NO_PREDICTION}It was: 5.")], saved)] == [
        "You said: 5.\nIt was: 5."
    ]


@pytest.mark.parametrize("saved", [None, []])
def test_without_a_saved_answer_the_page_blames_nobody(saved: list[dict[str, Any]] | None) -> None:
    assert [output.text for output in shown([stream(f"{NO_PREDICTION}It was: 5.")], saved)] == ["It was: 5."]


@pytest.mark.parametrize("metadata", [{"grade": True}, {"solution": True}])
def test_what_the_grader_says_stays(metadata: dict[str, bool]) -> None:
    assert shown([WORDS], [displayed(image_png=PICTURE)], **metadata) == [WORDS]


@pytest.mark.parametrize(
    "picture",
    ['"><script>alert(1)</script>', base64.b64encode(b"GIF89a").decode(), 7, None, {"a": 1}, "é",
     base64.b64encode(PNG + bytes(MAX_PICTURE_BYTES)).decode()],
)  # fmt: skip
def test_anything_but_a_small_png_is_left_out(picture: object) -> None:
    assert all("image/png" not in output.get("data", {}) for output in shown([WORDS], [displayed(image_png=picture)]))


def test_letters_that_are_not_base64_do_not_reach_the_page() -> None:
    (output,) = shown([WORDS], [displayed(image_png=f'{PICTURE[:12]}"><b>{PICTURE[12:]}')])
    assert '"' not in output["data"].get("image/png", "")


@pytest.mark.parametrize(
    "handed_in", [b"", b"[]", b"{", b'{"cells": [1]}', b'{"cells": 1}', b"\xff\xfe", b'{"cells": [{"source": 1}]}']
)
def test_file_that_cannot_be_read_changes_nothing(handed_in: bytes) -> None:
    cell = new_code_cell("f()", outputs=[WORDS])
    show_saved([cell], handed_in)
    assert cell.outputs == [WORDS]


@pytest.mark.parametrize(
    "output",
    [
        1,
        {},
        {"output_type": "stream"},
        {"output_type": "stream", "text": 5},
        {"output_type": "display_data", "data": 3},
    ],
)
def test_outputs_that_are_none_change_nothing(output: object) -> None:
    assert shown([WORDS], [output]) == [WORDS]
