"""Fields of a table that somebody else has written, and that a spreadsheet must not run as a formula.

A field that begins with =, +, -, @, a tab, a carriage return or a line feed is a formula to a spreadsheet, and so is
one that begins with a wide form of these; a name may begin with one:
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# The wide forms are taken for the narrow ones; a separator of another country's spreadsheet begins a field of its own.
_BEGINS_A_FORMULA = re.compile(r"(^|[;,|])(\s*)(?=[=+\-@＝＋－＠])")
_LINES = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def harmless(field: str) -> str:
    """Return a text on one line that no spreadsheet computes: an apostrophe stands before what would begin a formula.

    Numbers are no texts: a negative one is meant.
    """
    return _BEGINS_A_FORMULA.sub(r"\1'\2", _LINES.sub(" ", field))


def fields(row: Iterable[str | float]) -> list[str]:
    """Return a row as a table's file holds it: texts without formulas, and numbers as they are."""
    return [harmless(field) if isinstance(field, str) else f"{field:.10g}" for field in row]
