"""What a kernel says that a cell has shown, as outputs of the notebook format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import from_dict
from nbformat.v4 import new_output

from grader.kernel.frames import Clear, Error, Result, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbformat import NotebookNode

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
                outputs.append(new_output("stream", name=each.name, text=each.text))
            elif isinstance(each, Error):
                outputs.append(new_output("error", ename=each.ename, evalue=each.evalue, traceback=each.traceback))
            elif isinstance(each, Result):
                data, metadata = from_dict(each.data), from_dict(each.metadata)
                outputs.append(new_output("execute_result", data=data, metadata=metadata, execution_count=count))
            else:
                self._display(each, outputs)
        return outputs

    def _display(self, shown: Shown, outputs: list[NotebookNode]) -> None:
        if shown.update:
            for output in self._displays.get(shown.display_id or "", ()):
                output["data"], output["metadata"] = from_dict(shown.data), from_dict(shown.metadata)
            return
        output = new_output("display_data", data=from_dict(shown.data), metadata=from_dict(shown.metadata))
        if shown.display_id is not None:
            self._displays.setdefault(shown.display_id, []).append(output)
        outputs.append(output)
