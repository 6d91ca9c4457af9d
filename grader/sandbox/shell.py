"""IPython's notebook shell. Its outputs go to one list and not to Jupyter's sockets."""

from __future__ import annotations

import builtins
import getpass
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core import pylabtools
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.profiledir import ProfileDir
from IPython.core.pylabtools import activate_matplotlib
from matplotlib_inline.backend_inline import configure_inline_support
from traitlets import Type, observe
from traitlets.config import Config

from grader.sandbox.absent_packages import LeaveOutAbsent
from grader.sandbox.frames import Clear, Error, Result, Shown

if TYPE_CHECKING:
    from grader.sandbox.outputs import Outputs

BACKEND = "module://matplotlib_inline.backend_inline"
NO_INPUT = "raw_input was called, but this frontend does not support input requests."  # the message of ipykernel


class NotebookDisplay(DisplayPublisher):
    """`display(...)` of a notebook."""

    outputs: Outputs

    def publish(  # type: ignore[override]  # without `source`, which IPython no longer uses
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **about: Any
    ) -> None:
        """Show an output, or an update of one."""
        self._validate_data(data, metadata)
        display_id = (transient or {}).get("display_id")
        self.outputs.show(Shown(data, metadata or {}, None if display_id is None else str(display_id), update))

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's signature
        """Remove all that the cell has shown."""
        self.outputs.add(Clear(bool(wait)))


class NotebookDisplayHook(DisplayHook):
    """Shows the value of a cell's last expression."""

    outputs: Outputs

    def start_displayhook(self) -> None:
        """Show nothing before the value."""

    def write_output_prompt(self) -> None:
        """Show no number: it is beside the cell."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Show the value in its formats."""
        if format_dict:
            self.outputs.show(Result(format_dict, md_dict or {}))

    def finish_displayhook(self) -> None:
        """Show nothing after the value."""


class NotebookShell(ZMQInteractiveShell):
    """IPython as in a notebook, without Jupyter's messages. Call `connect(outputs)` before the first cell."""

    display_pub_class = Type(NotebookDisplay)  # type: ignore[assignment]  # not ipykernel's, which speaks Jupyter's protocol
    displayhook_class = Type(NotebookDisplayHook)  # type: ignore[assignment]
    outputs: Outputs

    def connect(self, outputs: Outputs) -> None:
        """Send what cells show to `outputs`."""
        self.outputs = outputs
        for shows in (self.display_pub, self.displayhook):
            vars(shows)["outputs"] = outputs

    def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
        try:
            words = str(evalue)
        except Exception:  # noqa: BLE001 - `__str__` of a student's class may raise anything, and IPython's lines show it
            words = ""
        self.outputs.add(Error(str(etype.__name__), words, list(map(str, stb))))
        self._last_traceback = stb

    def enable_gui(self, gui: Any = None) -> None:
        """Do nothing, as ipykernel does for inline plots, the only kind here. `%matplotlib inline` calls this."""

    @observe("exit_now")
    def _update_exit_now(self, change: Any) -> None:
        """Do nothing: the kernel ends after the cell, not in the middle of it."""


def make_shell() -> NotebookShell:
    """Make the shell of this process. It has no history file, no startup files and no input."""
    config = Config({"HistoryManager": {"enabled": False}})
    shell = NotebookShell.instance(config=config, profile_dir=ProfileDir(location="/tmp/ipython"))  # noqa: S108 - the sandbox's own
    activate_matplotlib(BACKEND)
    configure_inline_support(shell, BACKEND)
    shell.ast_transformers.append(LeaveOutAbsent())
    builtins.input = getpass.getpass = _no_input
    # A submission's own modules are found last, so none of them is imported in place of torch or a part of Python.
    sys.path[:] = [path for path in sys.path if path] + [""]
    return shell


def leave_figures_out(shell: NotebookShell) -> None:
    """From now on, show the text of a figure and do not draw it: nobody looks at figures while a class is graded.

    IPython calls `print_figure` for every image format, also for one that a notebook chooses later.
    """
    pylabtools.print_figure = lambda *_, **__: None
    pylabtools.select_figure_formats(shell, {"png"})


def _no_input(*_: object, **_by_name: object) -> NoReturn:
    raise StdinNotImplementedError(NO_INPUT)
