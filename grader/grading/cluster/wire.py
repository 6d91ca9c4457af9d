"""The messages between the grader and its workers, in msgpack. The receiver checks them against these types."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import zlib
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

import msgspec

import grader
from grader import lessons
from grader.grading.errors import ClusterError
from grader.grading.gradebook.released import Released
from grader.grading.submission.submission_grader import Graded, Submission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from traitlets.config import Config

    from grader.grading.submission.pipeline import Pipeline

Files = tuple[tuple[bytes, bytes], ...]  # names and contents
FROM_THE_MACHINE = ("msgspec", "nbgrader", "numpy", "torch")  # a score depends on these and on the grader's own source


class Assignment(msgspec.Struct, frozen=True):
    """What all submissions share, including the course's key and hidden tests, but nothing from the gradebook."""

    name: str
    is_lesson: bool
    releases: dict[str, Released]
    config: dict[str, dict[str, Any]]
    key: bytes
    modules: Files = ()  # the files of the course's own lessons

    @classmethod
    def of(
        cls, config: Config, name: str, releases: Mapping[str, Released], key: bytes, pipeline: Pipeline
    ) -> Assignment:
        """Collect what a worker needs. Raises ClusterError if the configuration holds anything but plain data."""
        own = lessons.own_folder()
        modules = () if own is None else tuple(each for each in read_files(own) if b"__pycache__" not in each[0])
        return cls(name, name in lessons.MODULES, dict(releases), _sections(config, pipeline), key, modules)


class Task(msgspec.Struct, frozen=True):
    """One submission. `assignment` is a packed Assignment, the same bytes for a whole class.

    `files` are those submitted with the notebook and those of the lesson, as pairs of name and content. Names are
    bytes, because a file system may have names that are not text.
    """

    assignment: bytes
    submission: Submission
    files: Files = ()


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Why a worker could not grade: one line, and whether the submission, a kernel or the machine is the cause."""

    fault: Literal["submission", "kernel", "machine"]
    reason: str


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The result of a submission that was graded."""

    graded: Graded


Answer = Done | Failed


def pack_assignment(assignment: Assignment) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(assignment))


def unpack_assignment(packed: bytes) -> Assignment:
    return msgspec.msgpack.decode(zlib.decompress(packed), type=Assignment)


def pack(message: Task | Answer) -> bytes:
    return msgspec.msgpack.encode(message)


def unpack_task(packed: bytes) -> Task:
    return msgspec.msgpack.decode(packed, type=Task)


def unpack_answer(packed: bytes) -> Answer:
    """Decode a worker's answer. Raises msgspec.DecodeError."""
    return msgspec.msgpack.decode(packed, type=Answer)


@functools.cache
def software() -> str:
    """Return the versions of Python and of the packages that judges use, and a digest of the grader's source."""
    digest = hashlib.sha256()
    for root in map(Path, grader.__path__):
        for path in sorted(root.rglob("*.py")):
            digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    # A build of torch for CUDA counts as the same version, because grading uses the CPU.
    packages = " ".join(f"{name} {version(name).partition('+')[0]}" for name in FROM_THE_MACHINE)
    return f"Python {sys.version_info.major}.{sys.version_info.minor}, {packages}, grader {digest.hexdigest()[:12]}"


def read_files(folder: Path) -> Files:
    """Return the files of a folder that the grader or the instructor has filled."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((os.fsencode(path.relative_to(folder)), path.read_bytes()) for path in paths)


def size_of(folder: Path) -> int:
    """Return the size of all files in a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def write_files(files: Files, folder: Path) -> None:
    for name, content in files:
        path = folder / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _sections(config: Config, pipeline: Pipeline) -> dict[str, dict[str, Any]]:
    """Return the parts of nbgrader_config.py that configure the preprocessors and the sandbox."""
    before, after = pipeline.classes
    of_classes = {kind.__name__ for each in (*before, *after) for kind in each.__mro__}
    sections = {
        name: {option: _plain(name, option, value) for option, value in config[name].items()}
        for name in sorted(of_classes | {"LessonSettings", "Sandbox"})
        if name in config
    }
    names = [[f"{kind.__module__}.{kind.__qualname__}" for kind in kinds] for kinds in (before, after)]
    sections["Autograde"] = {"sanitize_preprocessors": names[0], "autograde_preprocessors": names[1]}
    return sections


def _plain(section: str, option: str, value: Any) -> Any:
    try:
        return msgspec.to_builtins(value, enc_hook=_path)
    except (TypeError, NotImplementedError):
        raise ClusterError(
            f"c.{section}.{option} of nbgrader_config.py is not a plain value, and cannot be sent to workers"
        ) from None


def _path(value: Any) -> str:
    if isinstance(value, PurePath):
        return str(value)
    raise NotImplementedError
