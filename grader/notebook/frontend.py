"""Which front end runs a cell, and what works in it: this is the only place that decides.

| who runs the cell | what tells | live | widgets | the notebook's place |
|---|---|---|---|---|
| nbgrader: autograde, Validate | `NBGRADER_EXECUTION` | no | no | not asked for |
| Google Colab | the request's metadata have `colab` | yes | yes | unknown |
| VS Code | `cellId` begins with `vscode-notebook-cell:`; the name `__vsc_ipynb_file__` | yes | yes | that name |
| JupyterLab, Notebook 7 | the metadata have `cellId` | yes | yes | `JPY_SESSION_NAME` |
| JupyterLab whose server runs the cells | `cell_id`, or as nbclassic | yes | yes | `JPY_SESSION_NAME` |
| nbclassic | the request allows input, and there is `JPY_SESSION_NAME` | yes | yes | `JPY_SESSION_NAME` |
| jupyter console, qtconsole | the request allows input | no | no | unknown |
| nbclient (nbconvert, `grader release`), nbval | the request allows no input | no | no | not asked for |

Only a person can type an answer, so a program's request says `allow_stdin: false`. A program that a notebook starts
inherits `JPY_SESSION_NAME`, so that variable alone tells nothing.

Sources: `requestExecute` in vscode-jupyter (src/kernels/execution/cellExecution.ts) and what it calls at the start of a
kernel (src/kernels/kernel.ts); `store_inputs` in colabtools (google/colab/_history.py); `get_kernel_env` in
jupyter_server (services/sessions/sessionmanager.py); nbclient (client.py), nbval (plugin.py), and
jupyter-server-nbmodel (src/executor.ts, jupyter_server_nbmodel/actions.py).
"""

from __future__ import annotations

import enum
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

VS_CODE_FILE = "__vsc_ipynb_file__"  # the name that VS Code gives to the notebook's path
VS_CODE_CELL = "vscode-notebook-cell:"


@dataclass(frozen=True)
class FrontEnd:
    """What runs a cell.

    `is_live`: somebody reads each output as it comes. `has_widgets`: widgets work. `can_update`: an output can be
    changed after its cell has ended. `can_answer`: somebody is there who can run another cell. `notebook` is the open
    file, if its place is known.
    """

    name: str
    is_live: bool = False
    has_widgets: bool = False
    can_update: bool = False
    can_answer: bool = False
    notebook: Path | None = None


NBGRADER = FrontEnd("nbgrader")
PROGRAM = FrontEnd("a program")
CONSOLE = FrontEnd("a console", can_answer=True)
JUPYTER = FrontEnd("Jupyter", is_live=True, has_widgets=True, can_update=True, can_answer=True)
VS_CODE = replace(JUPYTER, name="VS Code")
# The client that runs the cell is the server, which stops listening when the cell has ended.
SERVER = replace(JUPYTER, name="Jupyter's server", can_update=False)
COLAB = replace(JUPYTER, name="Colab", can_update=False)  # whether it could was not tried


def detect(request: Mapping[str, Any], environment: Mapping[str, str], namespace: Mapping[str, Any]) -> FrontEnd:
    """Return the front end that sent `request`, an execute_request, to a kernel with this environment and names."""
    metadata, content = request.get("metadata") or {}, request.get("content") or {}
    session = environment.get("JPY_SESSION_NAME")
    file = namespace.get(VS_CODE_FILE)
    if environment.get("NBGRADER_EXECUTION"):
        return NBGRADER
    if "colab" in metadata:
        return COLAB
    if "cellId" in metadata:
        if isinstance(file, str):
            return replace(VS_CODE, notebook=Path(file))
        in_vs_code = str(metadata["cellId"]).startswith(VS_CODE_CELL)
        return _placed(VS_CODE if in_vs_code else JUPYTER, session)
    if "cell_id" in metadata:
        return _placed(SERVER, session)
    if not content.get("allow_stdin"):
        return PROGRAM
    return _placed(JUPYTER, session) if session else CONSOLE


def _placed(front_end: FrontEnd, session: str | None) -> FrontEnd:
    return replace(front_end, notebook=Path(session)) if session else front_end


def here() -> FrontEnd:
    """Return the front end that runs the current cell or, in what a widget calls, that ran the last one."""
    shell = _shell()
    return detect(_execute_request(shell), os.environ, getattr(shell, "user_ns", {}))


def is_live() -> bool:
    """Tell whether somebody runs this cell in a front end, so that a box is all that a failed check has to be.

    Everybody else learns from an exception that a check failed.
    """
    return here().is_live


def is_grading() -> bool:
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def page() -> str | None:
    """Return the session of the client whose message is handled now: a page in a browser; None without a kernel."""
    return _message(_shell()).get("header", {}).get("session")


class Medium(enum.Enum):
    """What of a figure is shown."""

    LIVE = "a picture with controls"
    ONCE = "one picture"
    WORDS = "its words"


def medium() -> Medium:
    """Return what the current cell shows of a figure. `GRADER_FIGURES=1` asks for one picture in every case.

    When a submission is graded the words are enough: drawing would take over half of all grading.
    """
    if os.environ.get("GRADER_FIGURES") == "1":
        return Medium.ONCE
    if is_grading():
        return Medium.WORDS
    return Medium.LIVE if here().has_widgets else Medium.ONCE


def _shell() -> Any:
    try:
        from IPython import get_ipython  # noqa: PLC0415 - judging needs no IPython
    except ImportError:
        return None
    return get_ipython()


def _message(shell: Any) -> Mapping[str, Any]:
    """Return the message that is handled now, empty if no kernel runs."""
    kernel = getattr(shell, "kernel", None)
    return kernel.get_parent("shell") or {} if kernel is not None else {}


_last_request: dict[str, Any] = {}


def _execute_request(shell: Any) -> Mapping[str, Any]:
    """Return the request for the cell that runs now. A widget's message is not one: then the last request counts."""
    message = _message(shell)
    if message.get("header", {}).get("msg_type") == "execute_request":
        _last_request.clear()
        _last_request.update(message)
    return _last_request
