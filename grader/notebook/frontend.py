"""Where a figure is shown, and so what of it: this is the only place that decides.

| who runs the cell | sign | medium |
|---|---|---|
| a learner in JupyterLab, Notebook or VS Code | the request names its cell: metadata `cellId` | LIVE: controls |
| nbval, nbconvert, `grader release`, a script | no request, or one without `cellId` | ONCE: a picture |
| nbgrader's autograde | `NBGRADER_EXECUTION=autograde` | WORDS: drawing would take over half of all grading |
| whoever sets `GRADER_FIGURES=1` | that, whatever else is set | ONCE |

`cellId` is what front ends tell a kernel of the cell they run; the kernel passes it to `run_cell`:
https://github.com/ipython/ipykernel/blob/main/ipykernel/kernelbase.py (execute_request).
"""

from __future__ import annotations

import enum
import os
from typing import Any


class Medium(enum.Enum):
    """What of a figure is shown."""

    LIVE = "a picture with controls"
    ONCE = "one picture"
    WORDS = "its words"


def medium() -> Medium:
    """Return the medium of the cell that runs now."""
    if os.environ.get("GRADER_FIGURES") == "1":
        return Medium.ONCE
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return Medium.WORDS
    return Medium.LIVE if "cellId" in _request().get("metadata", {}) else Medium.ONCE


def _request() -> dict[str, Any]:
    """Return the message that asked for the running cell, empty where no kernel runs."""
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    return kernel.get_parent("shell") if kernel is not None else {}
