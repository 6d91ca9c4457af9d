"""A learner's session in a real kernel: cells of a lesson, run in any order, as often as one likes."""

from __future__ import annotations

import functools
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.core.verdict import MIME_TYPE, Verdict
from grader.evidence.errors import ESCAPES
from tests.support.classroom import cell, solution
from tests.support.kernels import new_kernel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jupyter_client import BlockingKernelClient

# As a front end does: press the last button that has this text, and type into the last field.
PRESS = """from ipywidgets import Button, HTML, Text
from ipywidgets.widgets.widget import _instances
[w for w in _instances.values() if isinstance(w, Button) and TEXT in w.description][-1].click()
"""
TYPE = """from ipywidgets import Button, HTML, Text
from ipywidgets.widgets.widget import _instances
[w for w in _instances.values() if isinstance(w, Text)][-1].value = TEXT
"""
# Prints what the prompts that were answered say.
REPLIES = """import gc
from grader.notebook.panel import Panel
print([panel.html for panel in gc.get_objects() if isinstance(panel, Panel)])
"""


def press(text: str) -> str:
    return PRESS.replace("TEXT", repr(text))


def typed(text: str) -> str:
    return TYPE.replace("TEXT", repr(text))


@dataclass(frozen=True)
class Sender:
    """Who runs cells: the metadata of each request, whether it allows input, and what runs before the first cell."""

    metadata: dict[str, Any] = field(default_factory=dict)
    allow_stdin: bool = True
    first: str = ""


CELL_ID = "0f5d26a1-8d25-4a5b-9d61-ac1f10fb9f2b"
PROGRAM = Sender(allow_stdin=False)  # nbclient, and so nbconvert and nbgrader; nbval
JUPYTER = Sender({"trusted": True, "deletedCells": [], "recordTiming": False, "cellId": CELL_ID})
NBCLASSIC = CONSOLE = Sender()
SERVER = Sender({"cell_id": CELL_ID, "document_id": "json:notebook:0c1d", "record_timing": False})
COLAB = Sender({"colab": {"cell_id": "yFv1abRcv2P2"}})


def vs_code(path: Path) -> Sender:
    """Return what VS Code sends for the notebook at `path`, and what it runs at the start of a kernel."""
    cell_id = f"vscode-notebook-cell:{path}#W2sZmlsZQ%3D%3D"
    return Sender({"cellId": cell_id}, first=f'__vsc_ipynb_file__ = "{path}"')


class Session:
    """A kernel in which a lesson was set up. A step is a grade_id of the solution's, or source of its own."""

    def __init__(self, client: BlockingKernelClient, lesson: str, sender: Sender = PROGRAM) -> None:
        self._client = client
        self._sender = sender
        self._cells = functools.partial(cell, solution(lesson))
        self.updated: list[dict] = []  # what the last step displayed in the place of something earlier
        self.shown: list[dict] = []  # what the last step displayed, by MIME type
        self.printed = ""
        self.traceback = ""  # of the last step, without colours
        self.ended = ""  # how the last step ended, as the kernel tells the one who asked: "ok" or "error"

    def run(self, *steps: str) -> Verdict | None:
        """Run these steps; return the verdict that the last one displayed, if it displayed one."""
        for step in steps:
            self._run(step)
        shown = [data[MIME_TYPE] for data in self.shown if MIME_TYPE in data]
        return Verdict.from_json(shown[-1]) if shown else None

    def _run(self, step: str) -> None:
        self.shown, self.updated, self.printed, self.traceback = [], [], "", ""
        content = {
            "code": self.source(step), "silent": False, "store_history": True, "allow_stdin": self._sender.allow_stdin
        }  # fmt: skip
        request = self._client.session.msg("execute_request", content, metadata=self._sender.metadata)
        self._client.shell_channel.send(request)
        is_idle = False
        while not is_idle:
            message = self._client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                self._hear(message)
                is_idle = message["content"].get("execution_state") == "idle"
        self.ended = self._client._recv_reply(request["header"]["msg_id"], timeout=60)["content"]["status"]

    def source(self, step: str) -> str:
        """Return the source of a step, hidden tests left out."""
        if not step.isidentifier():
            return step
        return re.sub(r"### BEGIN HIDDEN TESTS.*", "", "".join(self._cells(step)["source"]), flags=re.DOTALL)

    def _hear(self, message: dict) -> None:
        content = message["content"]
        if message["msg_type"] == "display_data":
            self.shown.append(content["data"])
        elif message["msg_type"] == "update_display_data":
            self.updated.append(content["data"])
        elif message["msg_type"] == "stream":
            self.printed += content["text"]
        elif message["msg_type"] == "error":
            self.printed += f"{content['ename']}: {content['evalue']}"
            self.traceback = ESCAPES.sub("", "\n".join(content["traceback"]))


@contextmanager
def session(lesson: str, sender: Sender | None = None, **environment: str) -> Iterator[Session]:
    """Start a kernel, and run the lesson's setup cell in it.

    Without a `sender`, JupyterLab runs the cells if the environment names its notebook, and otherwise a program.
    """
    sender = sender or (JUPYTER if environment.get("JPY_SESSION_NAME") else PROGRAM)
    with new_kernel({**os.environ, **environment}) as client:
        begun = Session(client, lesson, sender)
        begun.run(*filter(None, [f"{sender.first}\n".lstrip()]), "setup")
        yield begun
