"""Collect a download of another system into submitted/, with nbgrader's own zip_collect and the collectors of `lms`."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from nbgrader.apps.zipcollectapp import ZipCollectApp
from traitlets import Type

from grader.grading.course import Course
from grader.grading.errors import CourseError
from grader.grading.lms.collectors import COLLECTORS
from grader.grading.lms.from_download import FromDownload
from grader.grading.log import LOG
from grader.grading.texts import typed_line

TIMESTAMP = "timestamp.txt"


State = Literal["new", "replaces another", "as before"]


class Collected(NamedTuple):
    """The submission of one student. `is_known` tells whether the gradebook had the student before."""

    student: str
    state: State
    files: tuple[str, ...]
    handed_in: dt.datetime | None
    is_known: bool


class Download(NamedTuple):
    """What a download holds: the submissions, and the names of the files that belong to nobody or were replaced."""

    submissions: tuple[Collected, ...]
    left_out: tuple[str, ...]


class _Collect(ZipCollectApp):
    """nbgrader's zip_collect in folders of its own, with one submission for each member of a group."""

    collector_plugin = Type(FromDownload, klass=FromDownload)

    def fail(self, msg: str, *args: object) -> None:
        """Raise CourseError, where nbgrader would end the process."""
        raise CourseError(msg % args if args else msg)

    def collected(self) -> dict[str, dict[str, Any]]:
        """Extract what was downloaded, and return nbgrader's data about the files of each student."""
        self.init_plugins()
        self.extract_archive_files()
        found: dict[str, dict[str, Any]] = {}
        self._transfer_files = found.update
        self.process_extracted_files()
        for data in list(found.values()):
            for file in data["src_files"]:
                for other in self.collector_plugin_inst.everybody(file):
                    found.setdefault(other, data)
        return found


def collect(
    course: Course, lesson: str, system: str, paths: Iterable[Path], *, dry_run: bool = False
) -> Download:  # fmt: skip
    """Put each student's submission into submitted/. What was there before is replaced, unless it is the same.

    `paths` are archives, folders or CSV files, which stay as they are. Raises CourseError.
    """
    with course.log(), tempfile.TemporaryDirectory(prefix="collecting-") as name:
        archive = Path(name, "archive")
        archive.mkdir()
        for path in paths:
            _take(path, archive)
        app = _Collect(
            coursedir=course.directory(assignment_id=lesson), config=course.config, collector_plugin=COLLECTORS[system],
            collect_directory_structure=str(Path(name, "{collect_step}")), archive_directory="archive",
            extracted_directory="extracted", log=LOG,
        )  # fmt: skip
        try:
            found = app.collected()
        except CourseError:
            raise
        except Exception as error:  # an archive may be broken in any way
            raise CourseError(f"the download cannot be read: {typed_line(error)}") from error
        collector = app.collector_plugin_inst
        taken = {file for data in found.values() for file in data["src_files"]}
        notebooks = (path for path in sorted(Path(name, "extracted").rglob("*.ipynb*")) if path.is_file())
        left = tuple(path.name for path in notebooks if str(path) not in taken and collector.is_visible(path))
        submissions = []
        for student, data in sorted(found.items()):
            folder, files = course.submitted(lesson, student), _files(data)
            there = _there(folder)
            state: State = "as before" if files == there else "replaces another" if there else "new"
            if state != "as before" and not dry_run:
                _write(folder, files)
            told = tuple(each for each in files if each != TIMESTAMP)
            submissions.append(Collected(student, state, told, data["timestamp"], collector.is_known(student)))
        return Download(tuple(submissions), left)


def _take(path: Path, archive: Path) -> None:
    """Copy a download to the folder that nbgrader extracts from. Links in a folder are not followed."""
    try:
        if path.is_dir():
            shutil.copytree(path, archive / path.resolve().name, ignore=_links_and_git)
        else:
            shutil.copy(path, archive)
    except (OSError, shutil.Error) as error:
        raise CourseError(f"{path} cannot be read: {typed_line(error)}") from error


def _links_and_git(folder: str, names: list[str]) -> set[str]:
    """Return what not to copy of a folder. A link in a student's repository could lead to any file on this machine."""
    return {name for name in names if name == ".git" or Path(folder, name).is_symlink()}


def _files(data: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of one submission by name, with the time of handing in, if it is known."""
    files = {name: Path(source).read_bytes() for name, source in zip(data["file_ids"], data["src_files"], strict=True)}
    if data["timestamp"] is not None:
        files[TIMESTAMP] = data["timestamp"].isoformat(" ").encode()
    return files


def _there(folder: Path) -> dict[str, bytes]:
    """Return the files that a student has handed in before, by name. Empty if there are none."""
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()} if folder.is_dir() else {}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
