"""Files that are hardly notebooks, or notebooks of another kind."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import nbformat

from tests.support.odd.cases import NAME, case

if TYPE_CHECKING:
    from tests.support.odd.cases import Work

NO_NOTEBOOK = f"{NAME} is not a notebook"
NOT_THERE = f"there is no {NAME}"


@case("renamed")
def renamed(work: Work) -> None:
    work.write(name="my homework (2).ipynb")


@case("capital-letters")
def capital_letters(work: Work) -> None:
    work.write(name=NAME.upper())


@case("several")
def several(work: Work) -> None:
    work.write()
    work.write(name="linear_regression-copy.ipynb")
    work.write("no notebook", name="scratch.ipynb")
    work.write(name=f".ipynb_checkpoints/{NAME}")


@case("several-renamed")
def several_renamed(work: Work) -> None:
    work.write(name="one.ipynb")
    work.write(name="two.ipynb")


@case("empty-folder", reason=NOT_THERE)
def empty_folder(work: Work) -> None:
    work.folder.mkdir(exist_ok=True)


@case("empty-file", reason=NO_NOTEBOOK)
def empty_file(work: Work) -> None:
    work.write("")


@case("not-json", reason=NO_NOTEBOOK)
def not_json(work: Work) -> None:
    work.write("x_data = torch.tensor([[1.0], [2.0], [3.0]])\n")


@case("zip", reason=NO_NOTEBOOK)
def zipped(work: Work) -> None:
    work.write(b"PK\x03\x04" + bytes(range(256)) * 10)


@case("cut-off", reason=NO_NOTEBOOK)
def cut_off(work: Work) -> None:
    text = json.dumps(work.notebook)
    work.write(text[: len(text) // 2])


@case("json-list", reason=NO_NOTEBOOK)
def json_list(work: Work) -> None:
    work.write([])


@case("json-null", reason=NO_NOTEBOOK)
def json_null(work: Work) -> None:
    work.write("null")


@case("json-text", reason=NO_NOTEBOOK)
def json_text(work: Work) -> None:
    work.write('"a notebook"')


@case("json-without-cells", reason=NO_NOTEBOOK)
def json_without_cells(work: Work) -> None:
    work.write({"nbformat": 4, "nbformat_minor": 5, "metadata": {}})


@case("json-deep", reason="")
def json_deep(work: Work) -> None:
    work.write("[" * 100_000 + "]" * 100_000)


@case("cells-are-no-cells", reason="")
def cells_are_no_cells(work: Work) -> None:
    work.notebook["cells"] = [1, "two", None, []]
    work.write()


@case("cells-without-type", reason="", either=True)
def cells_without_type(work: Work) -> None:
    for each in work.cells:
        del each["cell_type"]
    work.write()


@case("unknown-cell-type", either=True)
def unknown_cell_type(work: Work) -> None:
    work.cells.insert(3, {"cell_type": "chart", "metadata": {}, "source": "a chart", "id": "a-chart"})
    work.write()


@case("cells-without-outputs", either=True)
def cells_without_outputs(work: Work) -> None:
    for each in work.cells:
        for key in ("outputs", "execution_count"):
            each.pop(key, None)
    work.write()


@case("cells-without-metadata", either=True)
def cells_without_metadata(work: Work) -> None:
    for each in work.cells[2:8:2]:
        del each["metadata"]
    work.write()


@case("metadata-is-a-list", either=True)
def metadata_is_a_list(work: Work) -> None:
    work.notebook["metadata"] = []
    work.write()


@case("nbformat-3", either=True)
def nbformat_3(work: Work) -> None:
    work.write(nbformat.convert(nbformat.from_dict(work.notebook), 3))


@case("nbformat-4-0")
def nbformat_4_0(work: Work) -> None:
    work.notebook["nbformat_minor"] = 0
    for each in work.cells:
        each.pop("id", None)
    work.write()


@case("nbformat-4-99", either=True)
def nbformat_4_99(work: Work) -> None:
    work.notebook["nbformat_minor"] = 99
    work.write()


@case("nbformat-5", either=True)
def nbformat_5(work: Work) -> None:
    work.notebook["nbformat"] = 5
    work.write()


@case("nbformat-unknown", either=True)
def nbformat_unknown(work: Work) -> None:
    work.notebook["nbformat"] = "four"
    work.write()


@case("nbformat-missing", either=True)
def nbformat_missing(work: Work) -> None:
    del work.notebook["nbformat"], work.notebook["nbformat_minor"]
    work.write()


@case("byte-order-mark")
def byte_order_mark(work: Work) -> None:
    work.write(b"\xef\xbb\xbf" + json.dumps(work.notebook).encode())


@case("utf-16")
def utf_16(work: Work) -> None:
    work.write(json.dumps(work.notebook).encode("utf-16"))


@case("utf-16-big-endian")
def utf_16_big_endian(work: Work) -> None:
    work.write(b"\xfe\xff" + json.dumps(work.notebook).encode("utf-16-be"))


@case("latin-1")
def latin_1(work: Work) -> None:
    work.cells[0]["source"] = "Übung"
    work.write(json.dumps(work.notebook, ensure_ascii=False).encode("latin-1", errors="replace"))


@case("merge-conflict", reason=f"{NO_NOTEBOOK}: it has an unresolved merge conflict, which begins in line ")
def merge_conflict(work: Work) -> None:
    """As Git leaves a file that two people have changed."""
    lines = json.dumps(work.notebook, indent=1).splitlines()
    place = next(number for number, line in enumerate(lines) if "loss_by_hand" in line)
    lines[place : place + 1] = ["<<<<<<< HEAD", lines[place], "=======", lines[place], ">>>>>>> my-laptop"]
    work.write("\n".join(lines))


@case("conflict-that-is-a-students-text")
def conflict_that_is_a_students_text(work: Work) -> None:
    work.cells[0]["source"] += "\n<<<<<<< HEAD\n=======\n>>>>>>> other"
    work.write()


@case("nan-in-json", either=True)
def nan_in_json(work: Work) -> None:
    work.notebook["metadata"]["score"] = float("nan")
    work.write()


@case("kernel-of-another-name")
def kernel_of_another_name(work: Work) -> None:
    work.notebook["metadata"]["kernelspec"] = {"display_name": "My env", "language": "python", "name": "my-env"}
    work.write()


@case("kernel-of-another-language")
def kernel_of_another_language(work: Work) -> None:
    work.notebook["metadata"]["kernelspec"] = {"display_name": "R", "language": "R", "name": "ir"}
    work.notebook["metadata"]["language_info"] = {"name": "R", "file_extension": ".r"}
    work.write()


@case("kernel-of-odd-types", either=True)
def kernel_of_odd_types(work: Work) -> None:
    work.notebook["metadata"]["kernelspec"] = {"name": ["../../bin/sh"], "display_name": 3}
    work.write()


@case("kernel-missing")
def kernel_missing(work: Work) -> None:
    work.notebook["metadata"] = {}
    work.write()


@case("huge-stored-output")
def huge_stored_output(work: Work) -> None:
    stored = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    work.cell("data")["outputs"] = [stored]
    work.write()


@case("text-of-60-megabytes")
def text_of_60_megabytes(work: Work) -> None:
    work.cells.append({"cell_type": "markdown", "metadata": {}, "source": "word " * 12_000_000, "id": "essay"})
    work.write()


@case("pictures-of-60-megabytes")
def pictures_of_60_megabytes(work: Work) -> None:
    picture = {"image/png": "A" * 60_000_000}
    text = {"cell_type": "markdown", "metadata": {}, "source": "![](attachment:a.png)", "id": "picture"}
    work.cells.append({**text, "attachments": {"a.png": picture}})
    work.write()


@case("many-cells")
def many_cells(work: Work) -> None:
    for number in range(3000):
        work.cells.append({"cell_type": "markdown", "metadata": {}, "source": "note", "id": f"note-{number}"})
    work.write()


def blank(work: Work) -> None:
    """Take the loss's answer out, so that there is a point to be claimed."""
    work.cell("loss_by_hand")["source"] = "loss_by_hand = 28"


@case("stored-outputs-claim-passes", loss_by_hand=(0, ("wrong-values",)))
def stored_outputs_claim_passes(work: Work) -> None:
    blank(work)
    claim = {"exercise": "loss_by_hand", "points": 1, "max_points": 1, "findings": []}
    data = {"application/vnd.grader.verdict+json": claim, "text/plain": "loss_by_hand: 1 of 1 point, passed"}
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    result = {"output_type": "execute_result", "data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 1}
    for grade_id in ("loss_by_hand", "test_loss_by_hand"):
        work.cell(grade_id)["outputs"] = copy.deepcopy([shown, result])
        work.cell(grade_id)["execution_count"] = 1
    work.write()


@case("widgets-and-odd-metadata")
def widgets_and_odd_metadata(work: Work) -> None:
    work.notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    work.notebook["metadata"]["nbgrader"] = {"schema_version": 99, "grade": True}
    work.notebook["metadata"]["nbgrader_score"] = 24
    work.write()
