"""Make text from other people safe for a spreadsheet, which must not run it as a formula.

A spreadsheet takes a field for a formula if it begins with =, +, -, @, a tab, a carriage return, a line feed, or a
full-width form of these. A student's name may begin with one:
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Spreadsheets treat the full-width forms like ASCII. In some locales ; or | starts a new field.
_BEGINS_A_FORMULA = re.compile(r"(^|[;,|])(\s*)(?=[=+\-@＝＋－＠])")
_LINES = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def harmless(field: str) -> str:
    """Return text on one line, with an apostrophe before each character that would begin a formula.

    Only for text: a negative number must stay a number.
    """
    return _BEGINS_A_FORMULA.sub(r"\1'\2", _LINES.sub(" ", field))


def fields(row: Iterable[str | float]) -> list[str]:
    """Return a row for a CSV file: text that cannot be a formula, and numbers unchanged."""
    return [harmless(field) if isinstance(field, str) else f"{field:.10g}" for field in row]
