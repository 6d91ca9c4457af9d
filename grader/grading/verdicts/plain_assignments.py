"""Restore and grade assignments that are not lessons of this course, like nbgrader but without its known faults.

In such a notebook graded cells run as they are, in the student's process, and their output gives the points: an error
gives 0, a number gives that many, and anything else gives all. docs/plain_assignments.md lists the differences from
nbgrader.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from grader.core.finding import Finding
from grader.core.verdict import Verdict
from grader.grading.errors import CourseError
from grader.grading.gradebook.released import ReleasedCell
from grader.grading.notebook_files.reading import submitted_id
from grader.grading.notebook_files.writing import made_cell, made_output
from grader.grading.verdicts.notebook_cells import is_graded

NOT_RUN = "NotRunError"
MAX_MESSAGE_CHARACTERS = 300  # of an error
# NumPy and torch show a number as np.float64(1.5) and tensor(1.5).
_NUMBER = re.compile(r"(?:np\.\w+|tensor)\(([^(),]+)(?:, [^()]*)?\)")
_TRUTH = {"True": math.inf, "np.True_": math.inf, "tensor(True)": math.inf,
          "False": 0.0, "np.False_": 0.0, "tensor(False)": 0.0}  # fmt: skip


def refuse_other_languages(kernelspec: Mapping[str, Any] | None) -> None:
    """Raise CourseError if a notebook was released for a language other than Python, because only Python runs here."""
    language = (kernelspec or {}).get("language")
    if language and str(language).lower() not in ("python", "ipython"):
        raise CourseError(f"the notebook is in {str(language)[:40]!r}, and this course's grader runs Python only")


def restore_plain(cells: Sequence[NotebookNode], wanted: Mapping[str, ReleasedCell]) -> list[NotebookNode]:
    """Return the cells with all that is `wanted` in them, the locked ones as released.

    As in nbgrader, the last of several cells with one grade_id counts, and all cells stay where the student has them.
    """
    found = map(submitted_id, cells)
    names = [name if name in wanted else None for name in found]
    last = {name: index for index, name in enumerate(names) if name is not None}
    restored = []
    for index, (cell, name) in enumerate(zip(cells, names, strict=True)):
        metadata = {key: value for key, value in cell.metadata.items() if key != "nbgrader"}
        plain = NotebookNode(cell | {"metadata": NotebookNode(metadata)})  # a copy: the submitted cell does not change
        if name is None or last[name] != index:
            restored.append(plain)  # not a released cell, or a copy of one
        else:
            restored.append(_restored(plain, wanted[name]))
    return _with_missing(restored, wanted)


def made_from(wanted: ReleasedCell, before: NotebookNode | None = None) -> NotebookNode:
    """Return a cell as it was released, with the id of the cell `before` that it replaces."""
    cell = made_cell(wanted.cell_type, wanted.source)
    if before is not None and "id" in before:
        cell["id"] = before["id"]
    cell.metadata["nbgrader"] = NotebookNode(wanted.metadata)
    return cell


def _restored(cell: NotebookNode, wanted: ReleasedCell) -> NotebookNode:
    made = made_from(wanted, cell)
    if not wanted.locked:
        made["source"] = cell.source
    if wanted.cell_type != "code" and "attachments" in cell:
        made["attachments"] = cell["attachments"]  # pictures, which the gradebook does not store
    return made


def _with_missing(cells: list[NotebookNode], wanted: Mapping[str, ReleasedCell]) -> list[NotebookNode]:
    """Insert each missing locked cell after the cell that it follows in the release."""
    cells = list(cells)
    before: str | None = None
    for name, released in wanted.items():
        known = ((i, cell.metadata["nbgrader"]) for i, cell in enumerate(cells) if "nbgrader" in cell.metadata)
        places = {about["grade_id"]: i for i, about in known}
        if name in places:
            before = name
        elif released.locked:
            made = made_from(released)
            following = [places[other] for other in wanted if other in places]
            first = min(following, default=len(cells)) if released.metadata["grade"] else 0
            cells.insert(first if before is None else places[before] + 1, made)
            before = name
    return cells


def show_points(cells: Sequence[NotebookNode]) -> None:
    """Change the outputs of graded cells so that nbgrader's `determine_grade` reads their points from them."""
    for cell in cells:
        if is_graded(cell):
            _show_points(cell)


def _show_points(cell: NotebookNode) -> None:
    if cell.source.strip() and cell.get("execution_count") is None and not cell.outputs:
        says = f"{NOT_RUN}: the run of the notebook ended before this cell"
        cell.outputs = [made_output("error", ename=NOT_RUN, evalue=says.partition(": ")[2], traceback=[says])]
        return
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"  # nbgrader takes text on stderr, such as a warning, for a failure
    shown = results[0].get("data", {}).get("text/plain") if results else None
    if any(output.output_type == "error" for output in cell.outputs):
        points = None
    else:
        points = points_of(shown, float(cell.metadata.nbgrader["points"]))
        if shown and (points is None or _as_nbgrader_reads(shown) == points):
            return
    for result in results:
        result["output_type"] = "display_data"
        result.pop("execution_count", None)
    if points is not None:
        score = NotebookNode({"text/plain": repr(points)})
        cell.outputs.append(made_output("execute_result", data=score, execution_count=cell.get("execution_count")))


def points_of(shown: Any, max_points: float) -> float | None:
    """Return the points in a cell's result, at most `max_points`. None if it is not a number.

    A result that is not a number gives all points, as in nbgrader. But False gives 0, like a number that is not finite.
    """
    text = shown.strip() if isinstance(shown, str) else ""
    number = _TRUTH.get(text)
    if number is None:
        found = _NUMBER.fullmatch(text)
        number = _as_nbgrader_reads(found[1] if found else text)
        if number is not None and not math.isfinite(number):
            number = 0.0
    return None if number is None else min(max(number, 0.0), max_points)


def _as_nbgrader_reads(shown: str) -> float | None:
    try:
        return float(shown)
    except ValueError:
        return None


def verdicts_in(cells: Sequence[Mapping[str, Any]]) -> tuple[Verdict, ...]:
    """Return the points of each graded cell of a graded notebook, and the error that took them.

    The code of such a finding is the name of the error's class. A cell that a person grades has no verdict here.
    """
    return tuple(_verdict(nbformat.from_dict(cell)) for cell in cells if is_graded(cell))


def _verdict(cell: NotebookNode) -> Verdict:
    about = cell.metadata.nbgrader
    errors = [output for output in cell.outputs if output.output_type == "error"]
    found = [Finding(_class_name(error), _message(error)) for error in errors[:1]]
    return Verdict(about["grade_id"], determine_grade(cell)[0] or 0.0, float(about["points"]), tuple(found))


def _class_name(error: NotebookNode) -> str:
    """Return the name of an error's class. A student's process may send anything, and codes of lessons have hyphens."""
    return error.ename if error.ename.isidentifier() else "Error"


def _message(error: NotebookNode) -> str:
    line = str(error.get("evalue", "")).strip().partition("\n")[0][:MAX_MESSAGE_CHARACTERS]
    return f"This cell stopped with {_class_name(error)}{f': {line}' if line else ''}".rstrip(".") + "."
