"""Read what was released: the cells of a notebook as the gradebook has them, with their hidden tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from nbgrader.api import Gradebook


class ReleasedCell(NamedTuple):
    """A cell as it is in the gradebook, with nbgrader's metadata. The source includes hidden tests."""

    source: str
    cell_type: str
    metadata: dict[str, Any]

    @property
    def locked(self) -> bool:
        return bool(self.metadata["locked"])


class Released(NamedTuple):
    """A notebook as it is in the gradebook: its cells by grade_id, in no particular order, and its kernelspec."""

    cells: Mapping[str, ReleasedCell]
    kernelspec: dict[str, str] | None


def released(gradebook: Gradebook, assignment: str, notebook: str) -> Released:
    """Return a notebook's release from the gradebook. Raises MissingEntry if it was never released."""
    found = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in [*found.grade_cells, *found.task_cells]}
    solutions = {cell.name for cell in found.solution_cells}
    tasks = {cell.name for cell in found.task_cells}
    cells = {}
    for cell in found.source_cells:
        metadata = {
            "checksum": cell.checksum,
            "cell_type": str(cell.cell_type),
            "grade": cell.name in points and cell.name not in tasks,
            "grade_id": cell.name,
            "locked": bool(cell.locked),
            "schema_version": 3,
            "solution": cell.name in solutions,
            "task": cell.name in tasks,
        }
        if cell.name in points:
            metadata["points"] = points[cell.name]
        cells[cell.name] = ReleasedCell(cell.source, str(cell.cell_type), metadata)
    return Released(cells, json.loads(found.kernelspec) if found.kernelspec else None)
