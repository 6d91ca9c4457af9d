"""Show similar pairs as text, as JSON, or as one HTML page that has both texts side by side."""

from __future__ import annotations

from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.grading.similarity.compare import Agreement, Pair
from grader.grading.similarity.gather import Compared, Text
from grader.grading.texts import indented

MAX_PAIRS_ON_PAGE = 100
MAX_CELLS_NAMED = 3
WARNING = (
    "This proves nothing. Students who worked together, took a hint from the same page or person, or had the same "
    "idea write similar code. Read both texts, and talk to the students before you decide."
)


class Line(NamedTuple):
    """A line of a text. `is_shared` is true if a fragment that both students have is in it."""

    text: str
    is_shared: bool


class Beside(NamedTuple):
    """One cell of both students. `agreement` is None if they share fragments in different cells only."""

    name: str
    agreement: Agreement | None
    left: list[Line]
    right: list[Line]


def as_json(compared: Compared) -> str:
    """Return one object; docs/similarity.md describes it."""
    whole = {
        "assignment": compared.assignment,
        "compared": compared.students,
        "left_out": compared.left_out,
        "pairs": [_pair_as_data(pair) for pair in compared.pairs],
        "warning": WARNING,
    }
    return indented(whole).decode()


def _pair_as_data(pair: Pair) -> dict[str, Any]:
    return {
        "students": pair.students,
        "similarity": round(pair.best.similarity, 2),
        **_agreement_as_data(pair.whole),
        "cells": {name: _agreement_as_data(agreement) for name, agreement in ordered_cells(pair)},
    }


def _agreement_as_data(agreement: Agreement) -> dict[str, float]:
    return {"agreement": round(agreement.fraction, 3), "shared": round(agreement.shared, 2)}


def ordered_cells(pair: Pair) -> list[tuple[str, Agreement]]:
    """Return the cells in which the pair shares fragments, the one that says most first."""
    return sorted(pair.cells.items(), key=lambda item: (-item[1].similarity, item[0]))


def as_html(compared: Compared) -> str:
    """Return the page. All text from students is escaped."""
    environment = Environment(
        loader=PackageLoader("grader.grading.similarity", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    shown = [(pair, beside(compared, pair)) for pair in compared.pairs[:MAX_PAIRS_ON_PAGE]]
    return environment.get_template("page.html.j2").render(
        compared=compared, shown=shown, warning=WARNING, named=cells_named
    )


def cells_named(pair: Pair) -> str:
    """Return the names of the cells that agree most, for a table."""
    cells = [f"{name} ({agreement.fraction:.0%})" for name, agreement in ordered_cells(pair)]
    more = len(cells) - MAX_CELLS_NAMED
    return ", ".join(cells[:MAX_CELLS_NAMED]) + (f" and {more} more" if more > 0 else "")


def beside(compared: Compared, pair: Pair) -> list[Beside]:
    """Return each cell that holds a rare fragment of both students, side by side, with its lines marked."""
    left, right = (compared.texts[student] for student in pair.students)
    order = [name for name, _ in ordered_cells(pair)]
    names = dict.fromkeys([*order, *left, *right])
    cells = (
        Beside(name, pair.cells.get(name), _lines(left.get(name), pair.rare), _lines(right.get(name), pair.rare))
        for name in names
    )
    return [cell for cell in cells if any(line.is_shared for line in [*cell.left, *cell.right])]


def _lines(text: Text | None, shared: frozenset[str]) -> list[Line]:
    if text is None:
        return []
    marked: set[int] = set()
    for fragment in text.fragments:
        if fragment.text in shared:
            marked.update(range(fragment.first_line, fragment.last_line + 1))
    lines = text.source.rstrip().splitlines()
    return [Line(line, number in marked and bool(line.strip())) for number, line in enumerate(lines, 1)]
