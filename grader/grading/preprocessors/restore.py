"""Restore the locked cells of a submission: as they were released, in their places, each once.

Cells may have been added, split, reordered, copied or deleted, and their metadata lost or changed. The student's own
text stays as it is. The released cells come from the gradebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_solution

from grader.core.cell_source import added_imports, without_mark
from grader.grading.gradebook.released import Released, ReleasedCell, released
from grader.grading.notebook_files.reading import submitted_id
from grader.grading.notebook_files.writing import made_cell
from grader.grading.preprocessors.which_lesson import lesson_of
from grader.grading.verdicts.notebook_cells import grade_id
from grader.grading.verdicts.plain_assignments import made_from, refuse_other_languages, restore_plain

WITH_IDS = 5  # the first minor version of the notebook format in which cells have ids
ADDED = "# Imports that were added to this cell. The rest of it is as it was released.\n"
SETUP = "setup"  # the grade_id of the cell that imports what all others need


def is_as_released(cell: NotebookNode) -> bool:
    """Tell whether a cell's source is the released one, by the gradebook's checksum, which RestoreCells puts in place.

    Cells that were not released have none.
    """
    about = cell.metadata.get("nbgrader", {})
    return "checksum" in about and about["checksum"] == compute_checksum(cell)


def untouched_solutions(cells: Iterable[NotebookNode]) -> frozenset[str]:
    """Return the names of the solution cells that still have their released source."""
    return frozenset(cell.metadata.nbgrader["grade_id"] for cell in cells if is_solution(cell) and is_as_released(cell))


class RestoreCells(NbGraderPreprocessor):
    """Restore the cells of a lesson of this course, or of any other notebook that was released in it."""

    lookup: Callable[[str, str], Released] | None = None  # replaces a query for each submission, when a class is graded

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Restore the cells and the released kernelspec."""
        about = resources["nbgrader"]
        lesson = lesson_of(resources)
        if self.lookup is not None:
            wanted = self.lookup(about["assignment"], about["notebook"])
        else:
            with Gradebook(about["db_url"]) as gradebook:
                wanted = released(gradebook, about["assignment"], about["notebook"])
        if lesson is None:
            refuse_other_languages(wanted.kernelspec)
            nb.cells = restore_plain(nb.cells, wanted.cells)
        else:
            nb.cells = restore(nb.cells, wanted.cells, list(lesson.exercises))
        if nb.get("nbformat_minor") in range(WITH_IDS):
            for cell in nb.cells:
                cell.pop("id", None)
        if wanted.kernelspec:
            nb.metadata["kernelspec"] = wanted.kernelspec
        return nb, resources


def restore(
    cells: Sequence[NotebookNode], wanted: Mapping[str, ReleasedCell], exercises: Sequence[str]
) -> list[NotebookNode]:
    """Return the cells with all `wanted` cells among them: exercise NAME has the cells NAME and test_NAME."""
    restored = [_plain(cell, wanted) for cell in cells]
    _keep_one_each(restored, exercises)
    for name in exercises:
        _place(restored, wanted, name, exercises)
    there = {grade_id(cell) for cell in restored}
    given = [name for name, cell in wanted.items() if cell.locked and not cell.metadata["grade"] and name not in there]
    if SETUP in given:
        restored.insert(0, made_from(wanted[SETUP]))
    after = next((i + 1 for i, cell in enumerate(restored) if grade_id(cell) == SETUP), 0)
    restored[after:after] = [made_from(wanted[name]) for name in sorted(given) if name != SETUP]
    return restored


def _plain(cell: NotebookNode, wanted: Mapping[str, ReleasedCell]) -> NotebookNode:
    """Return the released cell if it is locked. Otherwise return the cell with its released metadata, if it has any."""
    cell = NotebookNode(cell | {"metadata": NotebookNode(cell.metadata)})  # a copy: the submitted cell does not change
    name = submitted_id(cell)
    cell.metadata.pop("nbgrader", None)
    if name not in wanted:
        name = _recognised(cell, wanted)
    if cell.cell_type == "code":
        cell.source = without_mark(cell.source)
    if name is None:
        return cell
    if wanted[name].locked:
        made = made_from(wanted[name], cell)
        if name == SETUP and cell.cell_type == "code":
            made.source = _with_imports(made.source, added_imports(cell.source, made.source))
        return made
    if cell.cell_type != wanted[name].cell_type:
        cell = made_cell(wanted[name].cell_type, cell.source)
    cell.metadata["nbgrader"] = NotebookNode(wanted[name].metadata)
    return cell


def _with_imports(released: str, added: Sequence[str]) -> str:
    """Return the released setup with the imports that a student added to it. Each of them may fail by itself.

    They come first, so that they cannot replace a name of the lesson.
    """
    tried = [f"try:\n    {line}\nexcept ImportError:\n    pass\n" for line in added]
    return "".join([ADDED, *tried, "\n", released]) if added else released


def _recognised(cell: NotebookNode, wanted: Mapping[str, ReleasedCell]) -> str | None:
    """Return the grade_id of a check that has lost its metadata, found by its first line, which only a release has."""
    if cell.cell_type != "code" or not cell.source.startswith("check."):
        return None
    line = cell.source.splitlines()[0].strip()
    checks = (name for name, released in wanted.items() if released.metadata["grade"])
    return next((name for name in checks if wanted[name].source.splitlines()[0].strip() == line), None)


def _keep_one_each(cells: list[NotebookNode], exercises: Sequence[str]) -> None:
    """Leave each grade_id to one of the cells that have it.

    For a check it is the first one after the exercise's own cell, for an exercise the last one before its check, and
    for any other cell the last one.
    """
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if (name := grade_id(cell)) is not None:
            places.setdefault(name, []).append(index)
    kept = {name: indices[-1] for name, indices in places.items()}
    for name in exercises:
        own, checks = places.get(name, []), places.get(f"test_{name}", [])
        if own and checks:
            kept[f"test_{name}"] = next((i for i in checks if i > own[0]), checks[-1])
            kept[name] = max((i for i in own if i < kept[f"test_{name}"]), default=own[-1])
    for name, indices in places.items():
        for index in set(indices) - {kept[name]}:
            del cells[index].metadata["nbgrader"]
            if name.removeprefix("test_") != name:  # otherwise it would run as a cell of the student
                cells[index].source = f"# the grader removed a copy of {name} here"


def _place(cells: list[NotebookNode], wanted: Mapping[str, ReleasedCell], name: str, exercises: Sequence[str]) -> None:
    """Move the check of an exercise, if necessary, to a place after its cell and before the following exercises."""
    check = f"test_{name}"
    if check not in wanted:
        return
    places = {grade_id(cell): index for index, cell in enumerate(cells) if grade_id(cell) is not None}
    own, now = places.get(name), places.get(check)
    if now is not None and (own is None or own < now):
        return
    moved = cells.pop(now) if now is not None else made_from(wanted[check])
    places = {grade_id(cell): index for index, cell in enumerate(cells) if grade_id(cell) is not None}
    later = exercises[exercises.index(name) + 1 :]
    following = (
        [index for index in places.values() if index > places[name]]
        if name in places
        else [places[other] for follower in later for other in (follower, f"test_{follower}") if other in places]
    )
    cells.insert(min(following, default=len(cells)), moved)
