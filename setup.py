"""Builds the package: the wheel carries the released notebooks, so that it works without the project's folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent


class WithNotebooks(build_py):
    """Copies notebooks/ into the package that is built. An editable install reads them where they are."""

    def run(self) -> None:
        """Build the modules, then add notebooks/*/*.ipynb as grader/lessons/released/."""
        super().run()
        if self.editable_mode:
            return
        for notebook in sorted(ROOT.glob("notebooks/*/*.ipynb")):
            target = Path(self.build_lib, "grader", "lessons", "released", notebook.parent.name, notebook.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(notebook, target)


setup(cmdclass={"build_py": WithNotebooks})
