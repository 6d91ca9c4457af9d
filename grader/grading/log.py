"""The logger of grading.

It is the logger of nbgrader and its preprocessors, so the lines of both are in one file: .nbgrader.log under `grader`
commands, and the file that nbgrader is configured for under its own commands.
"""

from __future__ import annotations

import logging

LOG = logging.getLogger("traitlets")
