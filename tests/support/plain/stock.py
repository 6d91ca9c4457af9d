"""Grade an assignment with nbgrader's own converter, one student after the other.

Call: python -m tests.support.plain.stock NAME
"""

from __future__ import annotations

import sys
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader


def main(name: str) -> None:
    """Grade all students of the course in the working directory."""
    config = PyFileConfigLoader("nbgrader_config.py", str(Path.cwd())).load_config()
    for folder in sorted(Path("submitted").glob(f"*/{name}")):
        directory = CourseDirectory(config=config, assignment_id=name, student_id=folder.parent.name)
        try:
            Autograde(coursedir=directory, config=config).start()
        except Exception as error:  # noqa: BLE001 - that is one of the things to compare
            print(f"{folder.parent.name}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
