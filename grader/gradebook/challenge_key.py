"""A course's own secret, mixed into the seeds of its challenges.

The seeds in solutions/ are the same in every copy of this project, and everybody can read them. What a class is graded
on depends on the key too, which is made at the first grading and stays with the gradebook.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traitlets.config import Config

FILE = ".challenge_key"


def challenge_key(config: Config) -> bytes:
    """Return the key of the course that nbgrader's configuration names, made if it has none yet; b"" for no course.

    Copy the file along with the gradebook: with another key, the next submission meets other challenges.
    """
    root = config.get("CourseDirectory", {}).get("root")
    if not root:
        return b""
    path = Path(root, FILE)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(made := secrets.token_bytes(32))
    return made
