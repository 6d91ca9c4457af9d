"""What a command prints with `--json`: its tables as data, and its other lines."""

from __future__ import annotations

from typing import Any, NamedTuple

import click

from grader.grading.texts import indented

DOCUMENT = "grader.document"  # in click's context, if the command was called with --json


class Document(NamedTuple):
    """What a command has shown so far, as docs/json.md describes it."""

    tables: list[dict[str, Any]]
    messages: list[str]


def document() -> Document | None:
    """Return what this command will print as JSON, None without `--json`."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(DOCUMENT)


def begin(context: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    """Keep what the command shows, and print it as JSON when the command ends, also if it ends with an error."""
    if wanted:
        kept = context.meta[DOCUMENT] = Document([], [])
        context.call_on_close(lambda: click.echo(indented(kept._asdict()).decode()))
