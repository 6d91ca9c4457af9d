"""A course's own secret, mixed into the seeds of its challenges.

The seeds in solutions/ are the same in every copy of this project, and everybody can read them. What a class is graded
on depends on the key too, which is made at the first grading and stays with the gradebook.
"""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from traitlets.config import Config

from grader.core.atomic_files import PARTIAL_PREFIX
from grader.grading.errors import CourseError

KEY_FILE = ".challenge_key"
LENGTH = 32  # bytes
WHAT_TO_DO = (
    "put the one back that this course was graded with, or, if nothing has been graded yet, delete it: grading makes "
    "a new one"
)


def challenge_key(config: Config) -> bytes:
    """Return the key of the course that nbgrader's configuration names, made if it has none yet; b"" for no course.

    Copy the file along with the gradebook: with another key, the next submission meets other challenges. Raises
    CourseError, in one line, if the file is not a key: with an empty one every challenge would be the public one.
    """
    root = config.get("CourseDirectory", {}).get("root")
    if not root:
        return b""
    path = Path(root, KEY_FILE)
    if not os.path.lexists(path):
        try:
            _make(path)
        except OSError as error:
            raise CourseError(f"the challenge key {path} cannot be made: {error.strerror}") from error
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait forever
            raise CourseError(f"the challenge key {path} is not a file; {WHAT_TO_DO}")
        with path.open("rb") as file:
            key = file.read(LENGTH + 1)
            found = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise CourseError(f"the challenge key {path} cannot be read: {error.strerror}") from error
    if len(key) != LENGTH:
        raise CourseError(f"the challenge key {path} has {found:,} bytes, and a key has {LENGTH}; {WHAT_TO_DO}")
    return key


def _make(path: Path) -> None:
    """Write a key under a temporary name and link it into place: it is there as a whole or not at all.

    If another grader is faster, its key stays. Raises OSError.
    """
    key = secrets.token_bytes(LENGTH)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=PARTIAL_PREFIX)  # for the owner's eyes only
    try:
        _fill(descriptor, key)
        os.link(temporary, path)
    except FileExistsError:
        pass
    except OSError:
        # Some file systems have no links. A grader that is killed here leaves a short file, which the next one refuses.
        with suppress(FileExistsError):
            _fill(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), key)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _fill(descriptor: int, key: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())  # a machine that loses power must not leave a name without its content
