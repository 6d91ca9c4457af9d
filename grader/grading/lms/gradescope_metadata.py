"""Read submission_metadata.yml of Gradescope's "Export Submissions": who handed in what, and when.

It is a mapping from "submission_NUMBER" to ":submitters", each with ":name", ":sid" and ":email", and ":created_at".
Ruby writes it, so some values have tags of Ruby's, which are read as plain data.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from grader.grading.errors import CourseError

NAME = "submission_metadata.yml"


class Submitter(NamedTuple):
    """One person. A text is empty if Gradescope does not know it."""

    name: str
    sid: str
    email: str


class Submitted(NamedTuple):
    """One submission. `created` is in UTC and without a zone."""

    submitters: tuple[Submitter, ...]
    created: dt.datetime | None


class _Loader(yaml.SafeLoader):
    """Makes plain data only. A value with an unknown tag becomes the mapping, list or text that it is written as."""


def _plain(loader: _Loader, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


_Loader.add_multi_constructor("!", _plain)


def read(folder: Path) -> dict[str, Submitted]:
    """Return the submissions of all exports below a folder, by the names of their folders. Raises CourseError."""
    found: dict[str, Submitted] = {}
    for path in sorted(folder.rglob(NAME)):
        try:
            about = yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - derived from SafeLoader
        except (yaml.YAMLError, OSError, ValueError) as error:
            raise CourseError(f"{NAME} cannot be read: {' '.join(str(error).split())}") from error
        if isinstance(about, dict):
            found |= {str(name): _submitted(each) for name, each in about.items() if isinstance(each, dict)}
    return found


def _submitted(about: dict[Any, Any]) -> Submitted:
    people = _field(about, "submitters")
    people = people if isinstance(people, list) else []
    submitters = (
        Submitter(*(_text(_field(person, name)) for name in ("name", "sid", "email")))
        for person in people
        if isinstance(person, dict)
    )
    return Submitted(tuple(submitters), _time(_field(about, "created_at")))


def _field(about: dict[Any, Any], name: str) -> Any:
    """Return a field by its name, which Ruby writes with a colon before it."""
    return about.get(f":{name}", about.get(name))


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _time(value: Any) -> dt.datetime | None:
    if isinstance(value, dict):
        value = value.get("utc", value.get("time"))
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if not isinstance(value, dt.datetime):
        return None
    utc = value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    return utc.replace(microsecond=0)
