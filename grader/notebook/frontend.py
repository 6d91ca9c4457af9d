"""Where a figure is shown, and so what of it: this is the only place that decides.

| who runs the cell | sign | medium |
|---|---|---|
| a learner in JupyterLab, Notebook or VS Code | the request names its cell: metadata `cellId` | LIVE: controls |
| nbval, nbconvert, `grader release`, a script | no request, or one without `cellId` | ONCE: a picture |
| nbgrader's autograde | `NBGRADER_EXECUTION=autograde` | WORDS: drawing would take over half of all grading |
| a person who sets `GRADER_FIGURES=1` | that, whatever else is set | ONCE |
"""

from __future__ import annotations

import enum
import os

from grader.notebook.reader import names_its_cell


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
    return Medium.LIVE if names_its_cell() else Medium.ONCE
