"""What a kernel says that a cell has shown, as outputs of the notebook format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import NotebookNode, from_dict

from grader.kernel.frames import Clear, Error, Result, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.kernel.frames import Output, Shown


class NotebookOutputs:
    """The outputs of one notebook's cells, of which a later cell may update those of an earlier one."""

    def __init__(self) -> None:
        self._displays: dict[str, list[NotebookNode]] = {}

    def of_cell(self, shown: Iterable[Output], count: int | None) -> list[NotebookNode]:
        """Return the outputs of the cell with execution count `count`, and update those of others."""
        outputs: list[NotebookNode] = []
        clear_next = False
        for each in shown:
            if isinstance(each, Clear):
                clear_next = True
                if not each.wait:
                    outputs.clear()
                    clear_next = False
                continue
            if clear_next:
                outputs.clear()
                clear_next = False
            if isinstance(each, Stream) and outputs and outputs[-1].get("name") == each.name:
                outputs[-1]["text"] += each.text
            elif isinstance(each, Stream):
                outputs.append(_output("stream", name=each.name, text=each.text))
            elif isinstance(each, Error):
                outputs.append(_output("error", ename=each.ename, evalue=each.evalue, traceback=list(each.traceback)))
            elif isinstance(each, Result):
                outputs.append(_output("execute_result", **_shown(each), execution_count=count))
            else:
                self._display(each, outputs)
        return outputs

    def _display(self, shown: Shown, outputs: list[NotebookNode]) -> None:
        if shown.update:
            for output in self._displays.get(shown.display_id or "", ()):
                output.update(_shown(shown))
            return
        output = _output("display_data", **_shown(shown))
        if shown.display_id is not None:
            self._displays.setdefault(shown.display_id, []).append(output)
        outputs.append(output)


def _output(kind: str, **content: object) -> NotebookNode:
    """Return an output; the notebook is checked as a whole when it is written, and one by one would take longer."""
    return NotebookNode(output_type=kind, **content)


def _shown(each: Shown | Result) -> dict[str, NotebookNode]:
    """Return what an output shows, without what the notebook format has no place for: only JSON is not text."""
    data = {kind: value for kind, value in each.data.items() if isinstance(value, str) or kind.endswith("json")}
    return {"data": from_dict(data), "metadata": from_dict(each.metadata)}
