"""The source of the cells that this kernel has run, by the recorder's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MAX_CELLS = 1000
_sources: dict[int, str] = {}


def remember(shell: InteractiveShell) -> None:
    """Keep the source of each cell from the next one on. Comes after the recorder, which numbers them."""
    if _note not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", _note)


def source_of(number: int | None) -> str:
    """Return the source of a cell, empty where it is not known."""
    return _sources.get(number, "") if number is not None else ""


def known() -> tuple[str, ...]:
    """Return the sources of the cells that ran, the oldest first."""
    return tuple(_sources.values())


def _note(info: Any) -> None:
    _sources[recorder.cell] = info.raw_cell
    if len(_sources) > MAX_CELLS:
        del _sources[next(iter(_sources))]
