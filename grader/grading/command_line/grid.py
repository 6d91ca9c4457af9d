"""A table that a command prints: for a terminal, or as data for `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

ERROR = "bold red"  # a style of rich


class Column(NamedTuple):
    """A column: the key of its values in JSON, its heading, and whether it holds numbers. `is_whole` is not wrapped."""

    key: str
    heading: str
    is_number: bool = False
    is_whole: bool = False


STUDENT = Column("student", "student", is_whole=True)


class Cell(NamedTuple):
    """A value, and the text that a terminal shows for it."""

    value: Any
    shown: str
    style: str = ""


class Grid(NamedTuple):
    """A title, columns, and rows of as many values: text, numbers, None or Cells."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]

    def records(self) -> list[dict[str, Any]]:
        """Return an object for each row, by the keys of the columns."""
        keys = [column.key for column in self.columns]
        values = ([cell.value if isinstance(cell, Cell) else cell for cell in row] for row in self.rows)
        return [dict(zip(keys, row, strict=True)) for row in values]

    def table(self) -> Table:
        """Return the table for a terminal. A column without any text is left out, but for numbers."""
        shown = [[_shown(cell, column) for cell, column in zip(row, self.columns, strict=True)] for row in self.rows]
        used = [column.is_number or any(row[i].plain for row in shown) for i, column in enumerate(self.columns)]
        table = Table(title=self.title or None, title_justify="left")
        for column, is_used in zip(self.columns, used, strict=True):
            if is_used:
                justify: JustifyMethod = "right" if column.is_number else "left"
                table.add_column(column.heading, justify=justify, no_wrap=column.is_number or column.is_whole)
        for row in shown:
            table.add_row(*(cell for cell, is_used in zip(row, used, strict=True) if is_used))
        return table


def _shown(cell: Any, column: Column) -> Text:
    if isinstance(cell, Cell):
        return Text(cell.shown, cell.style)
    if cell is None:
        return Text("–" if column.is_number else "")
    return Text(f"{cell:g}" if isinstance(cell, float | int) else str(cell))


def number(key: str, heading: str = "") -> Column:
    return Column(key, heading or key, is_number=True)


def text(key: str, heading: str = "") -> Column:
    return Column(key, heading or key)
