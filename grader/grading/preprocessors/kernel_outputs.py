"""Turn what a kernel says that a cell has displayed into outputs of the notebook format.

A student's process may send anything, and the grader later writes, reads and shows the notebook. So the number and the
size of the outputs are limited, they hold only text and small JSON, and each is valid in the format.
"""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from nbformat import NotebookNode

from grader.evidence import bundle
from grader.grading.notebook_files.writing import made_output
from grader.sandbox.frames import Clear, Error, Output, Result, Shown, Stream

Kept = Stream | Shown | Result | Error  # all but what clears the outputs

MAX_OUTPUTS_OF_CELL = 1200  # a kernel displays up to 1000, and there may be errors and text around them
MAX_OUTPUTS_OF_NOTEBOOK = 5000
MAX_JSON_BYTES = 100_000  # of an output that is neither text nor evidence
MAX_JSON_LEVELS = 10  # a notebook indents each of them
MAX_TRACEBACK_LINES = 1000  # of a traceback
MAX_ANSWERS = 10
MAX_COPIES = 3  # of an updated display: each is written to the notebook
MAX_EXECUTION_COUNT = 2**31


class NotebookOutputs:
    """The outputs of one notebook. A later cell may update the outputs of an earlier one."""

    def __init__(self) -> None:
        self._displays: defaultdict[str, deque[NotebookNode]] = defaultdict(lambda: deque(maxlen=MAX_COPIES))
        self._left = MAX_OUTPUTS_OF_NOTEBOOK

    def of_cell(self, shown: Iterable[Output], count: int | None) -> list[NotebookNode]:
        """Return the outputs of the cell with execution count `count`, and update those of earlier cells."""
        latest: dict[str, Shown] = {}
        outputs = _merged(_without_cleared(shown, latest))
        most = min(MAX_OUTPUTS_OF_CELL, self._left)
        if len(outputs) > most:
            outputs = outputs[: max(0, most - 1)] + outputs[-1:]  # the last one may be the error, which matters most
        self._left = max(0, self._left - len(outputs))
        made = [self._made(each, count) for each in outputs]
        for name, update in latest.items():
            for output in self._displays.get(name, ()):
                output["data"], output["metadata"] = _data(update.data), _metadata(update.metadata)
        return made

    def _made(self, shown: Kept, count: int | None) -> NotebookNode:
        if isinstance(shown, Stream):
            return made_output("stream", name=shown.name, text=shown.text)
        if isinstance(shown, Error):
            return _error(shown)
        about = {"data": _data(shown.data), "metadata": _metadata(shown.metadata)}
        if isinstance(shown, Result):
            return made_output("execute_result", **about, execution_count=count)
        output = made_output("display_data", **about)
        if shown.display_id is not None:
            self._displays[shown.display_id].append(output)
        return output


def _without_cleared(shown: Iterable[Output], latest: dict[str, Shown]) -> list[Kept]:
    """Return the outputs that are still there at the end of a cell. Updates of displays go to `latest`."""
    left: list[Kept] = []
    clear_next = False
    for each in shown:
        if isinstance(each, Shown) and each.update:
            latest[each.display_id or ""] = each
        elif isinstance(each, Clear) and each.wait:
            clear_next = True
        else:
            if clear_next or isinstance(each, Clear):
                left.clear()
                clear_next = False
            if not isinstance(each, Clear):
                left.append(each)
    return left


def _merged(shown: list[Kept]) -> list[Kept]:
    """Return outputs in which consecutive texts of the same stream are joined."""
    merged: list[Kept] = []
    for name, outputs in itertools.groupby(shown, key=lambda each: getattr(each, "name", None)):
        group = list(outputs)
        texts = [each.text for each in group if isinstance(each, Stream)]
        merged += group if name is None else [Stream(name, "".join(texts))]
    return merged


def of_request(shown: Iterable[Output]) -> list[NotebookNode]:
    """Return the evidence and the errors that answer a request. An honest kernel sends only one of them."""
    told: list[NotebookNode] = []
    for each in shown:
        if isinstance(each, Error):
            told.append(_error(each))
        elif isinstance(each, Shown) and not each.update and bundle.MIME_TYPE in each.data:
            packed = bundle.read(memoryview(each.data[bundle.MIME_TYPE]))
            if bundle.nonce_of(packed) is not None:  # otherwise it answers no request
                data = NotebookNode({bundle.MIME_TYPE: packed})
                told.append(made_output("display_data", data=data))
        if len(told) == MAX_ANSWERS:
            break
    return told


def execution_count(told: int | None) -> int | None:
    """Return the execution count that a kernel reported, or None if it is not a possible one."""
    return told if told is not None and 0 <= told < MAX_EXECUTION_COUNT else None


def _error(raised: Error) -> NotebookNode:
    return made_output(
        "error", ename=raised.ename, evalue=raised.evalue, traceback=raised.traceback[:MAX_TRACEBACK_LINES]
    )


def _data(shown: Mapping[str, msgspec.Raw]) -> NotebookNode:
    """Return the displayed data by MIME type, without values that are not valid."""
    values = {name: _value(name, raw) for name, raw in shown.items()}
    return NotebookNode({name: value for name, value in values.items() if value is not None})


def _value(name: str, raw: msgspec.Raw) -> Any:
    """Return a text or a small JSON value. None for anything else, and for evidence, which needs a request."""
    encoded = memoryview(raw)
    try:
        if encoded[:1] == b'"':
            return msgspec.json.decode(encoded, type=str)
        if name.endswith("json") and name != bundle.MIME_TYPE:
            return _small_json(encoded)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    return None


def _metadata(shown: Mapping[str, msgspec.Raw]) -> NotebookNode:
    try:
        little = {name: _small_json(memoryview(raw)) for name, raw in shown.items()}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NotebookNode()
    return NotebookNode({name: value for name, value in little.items() if value is not None})


def _small_json(encoded: memoryview) -> Any:
    """Return a JSON value if it is small and not nested deeply, otherwise None. Raises DecodeError, RecursionError."""
    if len(encoded) > MAX_JSON_BYTES:
        return None
    value = msgspec.json.decode(encoded)
    return value if _shallow(value, MAX_JSON_LEVELS) else None


def _shallow(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_shallow(each, levels - 1) for each in inner)
