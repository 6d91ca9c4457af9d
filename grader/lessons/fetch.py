"""The `train-a-network` command, for learners: it copies the lessons of this package into a folder.

It needs nothing but the package itself, so it works where neither the project's folder nor nbgrader is.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGED = Path(__file__).parent / "released"  # in a wheel
CHECKOUT = Path(__file__).parents[2] / "notebooks"  # in the project's folder


class Copied(NamedTuple):
    """Which notebooks were written into a folder, and which were there already and stayed as they are."""

    written: list[Path]
    kept: list[Path]


def released() -> Path:
    """Return the folder with the notebooks of all lessons. Raises FileNotFoundError."""
    for folder in (PACKAGED, CHECKOUT):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("this installation of train-a-network has no lessons; please install it again")


def copy_lessons(folder: Path) -> Copied:
    """Copy the notebook of each lesson to `folder`/LESSON. A file that exists stays: it may hold a learner's work.

    Raises OSError if `folder` cannot be written to.
    """
    written, kept = [], []
    for notebook in sorted(released().glob("*/*.ipynb")):
        target = folder / notebook.parent.name / notebook.name
        if target.exists():
            kept.append(target)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebook, target)
        written.append(target)
    return Copied(written, kept)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exit with status 1 and one line if the folder cannot be written to."""
    parser = argparse.ArgumentParser(prog="train-a-network", description="Get the lessons of this course.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    lessons = commands.add_parser(
        "lessons",
        help="copy the lessons into a folder",
        description="Copy the lessons into a folder. Notebooks that are there already stay as they are.",
    )
    lessons.add_argument("folder", metavar="DIR", type=Path, help="where the lessons go; made if it does not exist")
    folder = parser.parse_args(arguments).folder
    try:
        copied = copy_lessons(folder)
    except OSError as error:
        sys.exit(f"train-a-network: the lessons cannot be copied to {folder}: {error.strerror or error}")
    for path in copied.kept:
        print(f"kept     {path} (it was there already)")
    for path in copied.written:
        print(f"written  {path}")
    first = min([*copied.written, *copied.kept])
    print(f"Begin with {first}. Open it in JupyterLab, VS Code or any other program for notebooks.")
