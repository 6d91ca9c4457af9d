"""Build the archive that an instructor uploads to Gradescope."""

from __future__ import annotations

import hashlib
import hmac
import importlib.metadata
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from packaging.requirements import Requirement

import grader
from grader import lessons
from grader.core.atomic_files import atomic_write
from grader.grading import assignments
from grader.grading.challenge_key import KEY_FILE, challenge_key
from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.texts import indented

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]

HERE = Path(__file__).parent
DISTRIBUTION = "train-a-network"
SETTINGS = "settings.json"
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}
KEY_PURPOSE = b"gradescope"


class Settings(msgspec.Struct, frozen=True):
    """What the archive says to the autograder that is made from it.

    `needs_sandbox` is true if submissions must not be graded without namespaces.
    """

    assignment: str
    notebooks: tuple[str, ...]
    visibility: Visibility = "visible"
    needs_sandbox: bool = False


def build(
    course: Course, name: str, to: Path, visibility: Visibility = "visible", *, needs_sandbox: bool = False
) -> Settings:
    """Write the archive for an assignment to the file `to`. Raises CourseError, UnknownLessonError."""
    assignment = assignments.find(course, name)
    sources = assignments.sources(course, name)
    if assignment.lesson is not None:
        sources = [path for path in sources if path.stem == assignment.lesson.notebook]
    if not sources:
        raise CourseError(f"there is no notebook in {course.source(name)}")
    settings = Settings(name, tuple(path.stem for path in sources), visibility, needs_sandbox)
    temporary = to.with_name(f".{to.name}.part")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for place, content in _files(course, settings):
                about = zipfile.ZipInfo(place)  # dated 1980, so that the same course gives the same archive
                mode = 0o755 if place in ("setup.sh", "run_autograder") else 0o644
                about.external_attr = (stat.S_IFREG | mode) << 16
                about.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(about, content)
        atomic_write(to, temporary.read_bytes(), 0o600)  # it holds solutions and hidden tests
    except OSError as error:
        raise CourseError(f"{to} cannot be written: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)
    return settings


def _files(course: Course, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the place and the content of each file in the archive."""
    for name in ("setup.sh", "run_autograder"):
        yield name, (HERE / name).read_bytes()
    yield "requirements.txt", _requirements().encode()
    yield SETTINGS, indented(settings)
    yield from _below(Path(grader.__file__).parent, "package/grader")
    for path in sorted(course.root.glob("*.py")):  # the configuration, and what it may import
        yield f"course/{path.name}", path.read_bytes()
    yield from _below(course.source(settings.assignment), f"course/solutions/{settings.assignment}")
    if (course.root / lessons.FOLDER).is_dir():
        yield from _below(course.root / lessons.FOLDER, f"course/{lessons.FOLDER}")
    if settings.assignment in lessons.MODULES:
        # Who reads the archive does not learn the course's own key from this one.
        yield f"course/{KEY_FILE}", hmac.digest(challenge_key(course.config), KEY_PURPOSE, hashlib.sha256)


def _below(folder: Path, place: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and LEFT_OUT.isdisjoint(relative.parts):
            yield f"{place}/{relative.as_posix()}", path.read_bytes()


def _requirements() -> str:
    """Return the packages that grading needs, in the versions that are installed here."""
    try:
        needed = [Requirement(text) for text in importlib.metadata.requires(DISTRIBUTION) or []]
    except importlib.metadata.PackageNotFoundError:
        raise CourseError(f"{DISTRIBUTION} is not installed here, so what it needs is not known") from None
    chosen = {each.name for each in needed if each.marker is None or each.marker.evaluate({"extra": "grading"})}
    # A version that is public: "2.13.0" for the "2.13.0+cpu" of some machine.
    return "".join(f"{name}=={importlib.metadata.version(name).partition('+')[0]}\n" for name in sorted(chosen))
