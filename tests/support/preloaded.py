"""What the process imports that forks for each command: see tests/support/commands.py."""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import sys
from pathlib import Path

import nbgrader.api
import torch

import grader.grading
from grader import lessons

MODULES = (
    "grader.cli", "nbgrader.apps.nbgraderapp", "torch._dynamo", "sqlalchemy.dialects.sqlite", "pygments.lexers.python",
    "pygments.styles.default", "tests.support.classroom",
)  # fmt: skip

torch.set_num_threads(1)  # a process with threads cannot be forked safely
for name in MODULES:
    importlib.import_module(name)
for module in pkgutil.walk_packages(grader.grading.__path__, "grader.grading."):
    if ".cluster" not in module.name and not module.name.endswith(("_plugin", "__main__")):  # dask reads its settings
        importlib.import_module(module.name)
for name in lessons.MODULES:
    lessons.find(name)
# The answer is kept: see tests/support/classroom.py.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
nbgrader.api.get_alembic_version()
gc.collect()
gc.freeze()  # no collection in a forked process copies the memory of all this
