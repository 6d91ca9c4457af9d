"""What a command prints with `--json`: its tables as data, and its other lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.grading.texts import indented

if TYPE_CHECKING:
    from grader.grading.command_line.grid import Grid

DOCUMENT = "grader.document"  # in click's context, if the command was called with --json


class Document:
    """Keeps what a command shows until the command ends."""

    def __init__(self) -> None:
        self._tables: list[dict[str, Any]] = []
        self._messages: list[str] = []

    def add_table(self, grid: Grid) -> None:
        self._tables.append({"title": grid.title, "rows": grid.records()})

    def add_message(self, line: str) -> None:
        self._messages.append(line)

    def as_json(self) -> str:
        """Return one object, as docs/json.md describes it."""
        return indented({"tables": self._tables, "messages": self._messages}).decode()


def document() -> Document | None:
    """Return what this command will print as JSON, None without `--json`."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(DOCUMENT)


def begin(context: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    """Keep what the command shows, and print it as JSON when the command ends, also if it ends with an error."""
    if wanted:
        kept = context.meta[DOCUMENT] = Document()
        context.call_on_close(lambda: click.echo(kept.as_json()))
