"""Who reads what a cell shows: somebody in a notebook's front end, a grader, or a program that runs all cells."""

from __future__ import annotations

import os
from pathlib import Path


def is_grading() -> bool:
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def open_notebook() -> Path | None:
    """Return the notebook that somebody has open in JupyterLab or Notebook; None where nobody can press a button.

    Jupyter's server tells a kernel its notebook; nbconvert, nbval, nbgrader and its Validate button start kernels
    without one. So those always begin with nothing kept, and leave nothing behind.
    Source: `get_kernel_env` in https://github.com/jupyter-server/jupyter_server (services/sessions/sessionmanager.py).
    """
    name = os.environ.get("JPY_SESSION_NAME")
    return Path(name) if name and not is_grading() else None
