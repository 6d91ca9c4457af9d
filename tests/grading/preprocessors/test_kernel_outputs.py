"""What a kernel sent becomes outputs that a notebook can hold, whatever it sent."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.evidence import bundle
from grader.grading.preprocessors.kernel_outputs import (
    MAX_OUTPUTS_OF_CELL,
    MAX_OUTPUTS_OF_NOTEBOOK,
    NotebookOutputs,
    execution_count,
    of_request,
)
from grader.sandbox.frames import Clear, Error, Output, Shown, Stream


def shown(data: dict[str, Any], display_id: str | None = None, *, update: bool = False) -> Shown:
    """Make an output of values, or of their JSON as bytes."""
    encoded = {name: value if isinstance(value, bytes) else msgspec.json.encode(value) for name, value in data.items()}
    return Shown({name: msgspec.Raw(value) for name, value in encoded.items()}, {}, display_id, update)


def written(*outputs: Output) -> list[Any]:
    """Return the outputs of a cell as they are read from the notebook that was written with them."""
    notebook = new_notebook(cells=[new_code_cell("", outputs=NotebookOutputs().of_cell(outputs, 1))])
    nbformat.validate(notebook)
    return nbformat.reads(nbformat.writes(notebook), 4).cells[0].outputs


class TestOfCell:
    """`NotebookOutputs.of_cell(shown, count)`."""

    @pytest.mark.parametrize("levels", [12, 300, 600, 900])
    def test_deep_json_is_left_out(self, levels: int) -> None:
        deep = b"[" * levels + b"]" * levels
        (output,) = written(shown({"application/json": deep, "application/x+json": deep, "text/plain": "a"}))
        assert output.data == {"text/plain": "a"}

    @pytest.mark.parametrize("value", [b"1", b"null", b"[1]", b"{}", b'"\\ud800"', b'"\xff"', b"1" * 5000])
    def test_text_that_is_none_is_left_out(self, value: bytes) -> None:
        (output,) = written(shown({"text/plain": value, "text/html": "<b>"}))
        assert output.data == {"text/html": "<b>"}

    def test_little_json_is_kept(self) -> None:
        (output,) = written(shown({"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}))
        assert output.data == {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}

    def test_large_json_is_left_out(self) -> None:
        (output,) = written(shown({"application/json": [0] * 100_000}))
        assert output.data == {}

    def test_evidence_is_left_out(self) -> None:
        (output,) = written(shown({bundle.MIME_TYPE: {"version": 1}}))
        assert output.data == {}

    def test_outputs_of_a_cell_are_bounded_and_its_error_is_kept(self) -> None:
        outputs = written(*[shown({"text/plain": str(i)}) for i in range(3000)], Error("E", "", []))
        assert len(outputs) == MAX_OUTPUTS_OF_CELL
        assert outputs[-1].output_type == "error"

    def test_outputs_of_a_notebook_are_bounded(self) -> None:
        notebook = NotebookOutputs()
        made = [notebook.of_cell([shown({"text/plain": "a"})] * 1000, 1) for _ in range(8)]
        assert sum(map(len, made)) <= MAX_OUTPUTS_OF_NOTEBOOK + 8
        assert len(made[0]) == 1000

    def test_many_updates_of_many_displays_take_little_time(self) -> None:
        """Each update of each display alone would be 400 million."""
        began = time.process_time()
        display, update = shown({"text/plain": "a"}, "id"), shown({"text/plain": "b"}, "id", update=True)
        assert len(written(*[display] * 20_000, *[update] * 20_000)) == MAX_OUTPUTS_OF_CELL
        assert time.process_time() - began < 60

    def test_clear_in_the_middle(self) -> None:
        assert [o.text for o in written(Stream("stdout", "a"), Clear(wait=True), Stream("stdout", "b"))] == ["b"]


class TestOfRequest:
    """`of_request(shown)`."""

    def test_evidence_and_errors_only(self) -> None:
        told = of_request([Stream("stdout", "a"), shown({bundle.MIME_TYPE: {"tree": {"nonce": "t"}}}), shown({"a": 1})])
        assert [bundle.nonce_of(output.data[bundle.MIME_TYPE]) for output in told] == ["t"]

    @pytest.mark.parametrize(
        "packed", [b"[]", b'"a"', b'{"tree": ' + b"[" * 900 + b"]" * 900 + b"}", b'{"tree": "\xff"}', b'{"tensors": 3}']
    )
    def test_what_is_no_bundle(self, packed: bytes) -> None:
        assert of_request([shown({bundle.MIME_TYPE: packed})]) == []

    def test_huge_tree_is_not_read(self) -> None:
        tree = b'{"tree": {"nonce": "t", "": [' + b"[]," * 2_000_000 + b"[]]}}"
        assert of_request([shown({bundle.MIME_TYPE: tree})]) == []

    def test_evidence_after_a_flood_of_others(self) -> None:
        others = [shown({bundle.MIME_TYPE: {"tree": {"nonce": None}}})] * 1000
        assert len(of_request([*others, shown({bundle.MIME_TYPE: {"tree": {"nonce": "t"}}})])) == 1


@pytest.mark.parametrize(("told", "count"), [(3, 3), (None, None), (-1, None), (2**40, None)])
def test_execution_count(told: int | None, count: int | None) -> None:
    assert execution_count(told) == count
