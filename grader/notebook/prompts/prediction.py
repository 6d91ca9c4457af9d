"""What a prediction asks for: one of several options, or a number. Each kind knows which answers are right."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ranges = Mapping[str, tuple[float, float]]
NEITHER = "none of these"
MAX_REPLY_CHARACTERS = 24  # characters of what was typed that a reply repeats
# A comma before exactly three digits is a decimal comma for some people, and separates thousands for others.
AMBIGUOUS = re.compile(r"[+-]?\d{1,3},\d{3}")
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")


@dataclass(frozen=True)
class Choice:
    """One of `options`. With `ranges` each stands for the numbers from its first up to, not including, its second."""

    options: tuple[str, ...]
    ranges: Ranges | None = None

    def is_answer(self, said: str | None) -> bool:
        return said in self.options

    def usable(self, measured: Any) -> Any:
        """Return what was measured in a form that can be compared, None if it has none."""
        if self.ranges is None:
            return measured if isinstance(measured, str) else None
        return _finite(measured)

    def is_right(self, said: str, measured: Any) -> bool:
        return said == self._true(measured)

    def told(self, said: str | None, measured: Any, says: str) -> str:
        """Return the answer beside what was measured; `says` tells the latter."""
        true = self._true(measured)
        first = "You made no prediction." if said is None else f"You said: {said}."
        return f"{first}\nIt was:   {true}{', as you said' if said == true else ''}: {says}."

    def _true(self, measured: Any) -> str:
        if self.ranges is None:
            return measured if measured in self.options else NEITHER
        return next((option for option, (low, high) in self.ranges.items() if low <= measured < high), NEITHER)


@dataclass(frozen=True)
class Number:
    """A number, which is right if it differs from the measured one by at most the fraction `within` of that."""

    within: float

    def is_answer(self, said: str | None) -> bool:
        return said is not None and _parsed(said) is not None

    def usable(self, measured: Any) -> Any:
        return _finite(measured)

    def is_right(self, said: str, measured: float) -> bool:
        number = _parsed(said)
        allowed = self.within * abs(measured) * (1 + 1e-9)  # a number that lies exactly at the limit is right
        return number is not None and math.isclose(number, measured, rel_tol=0, abs_tol=allowed)

    def told(self, said: str | None, measured: float, says: str) -> str:
        if said is None:
            return f"You made no prediction.\nThis is what happened: {says}."
        if self.is_right(said, measured):
            return f"You said {said}, and that is close enough: {says}."
        return f"You said {said}, and that is more than {100 * self.within:g} % away: {says}."


def kind_of(options: Ranges | Sequence[str] | None, within: float) -> Choice | Number:
    """Return the kind of prediction that has these options: ranges of numbers by their names, names alone, or none."""
    if options is None:
        return Number(within)
    return Choice(tuple(options), options if isinstance(options, Mapping) else None)


def typed_number(text: str) -> float:
    """Return the number that somebody typed. Raises ValueError, which says what to type, if it is not one."""
    typed = text.strip()
    if AMBIGUOUS.fullmatch(typed):
        whole, rest = typed.split(",")
        raise ValueError(
            f'"{typed}" can be read in two ways. Type {whole}{rest} or {whole}.{rest}, whichever you mean.'
        )
    number = _parsed(typed)
    if number is None:
        shown = typed if len(typed) <= MAX_REPLY_CHARACTERS else f"{typed[:MAX_REPLY_CHARACTERS]}..."
        found = f'"{shown}" is not a number.' if shown else "The field is empty."
        raise ValueError(f"{found} Type one number and nothing else, for example 0.25 or 3.")
    return number


def _parsed(text: str) -> float | None:
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    try:
        return _finite(float(plain))
    except ValueError:
        return None


def _finite(measured: Any) -> float | None:
    number = float(measured)
    return number if math.isfinite(number) else None
