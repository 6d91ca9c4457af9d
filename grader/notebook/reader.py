"""Who reads what a cell shows: somebody in a notebook's front end, a grader, or a program that runs all cells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def is_grading() -> bool:
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def names_its_cell() -> bool:
    """Tell whether the request for the running cell names it, as only front ends do: metadata `cellId`.

    JupyterLab, Notebook and VS Code send it; nbval, nbconvert, nbgrader and its Validate button do not. The kernel
    keeps the request: https://github.com/ipython/ipykernel/blob/main/ipykernel/kernelbase.py (execute_request).
    """
    return "cellId" in _request().get("metadata", {})


def is_live() -> bool:
    """Tell whether somebody runs this cell in a front end, so that a box is all that a failed check has to be.

    Everybody else learns from an exception that a check failed. nbgrader says what it does in NBGRADER_EXECUTION
    (`autograde`, `validate`); then nothing is live, whatever else the request says.
    """
    return not os.environ.get("NBGRADER_EXECUTION") and names_its_cell()


def open_notebook() -> Path | None:
    """Return the notebook that somebody has open in JupyterLab or Notebook; None where nobody can press a button.

    Jupyter's server tells a kernel its notebook; nbconvert, nbval, nbgrader and its Validate button start kernels
    without one. So those always begin with nothing kept, and leave nothing behind.
    Source: `get_kernel_env` in https://github.com/jupyter-server/jupyter_server (services/sessions/sessionmanager.py).
    """
    name = os.environ.get("JPY_SESSION_NAME")
    return Path(name) if name and not os.environ.get("NBGRADER_EXECUTION") else None


def _request() -> dict[str, Any]:
    """Return the message that asked for the running cell, empty if no kernel runs."""
    try:
        from IPython import get_ipython  # noqa: PLC0415 - judging needs no IPython
    except ImportError:
        return {}
    kernel = getattr(get_ipython(), "kernel", None)
    return kernel.get_parent("shell") if kernel is not None else {}
