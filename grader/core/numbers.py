"""Numbers, names and sentences as a message shows them, and what counts as equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor


def shown(value: float | Tensor) -> str:
    """Return a number, or that of a one-element tensor, with four significant digits at most: "0.1751", "nan"."""
    return f"{float(value) + 0.0:.4g}"  # -0 is 0


def counted(number: int, noun: str) -> str:
    """Return "1 step", "3 steps", "3 passes", "3 batches"."""
    ending = "" if number == 1 else "es" if noun.endswith(("s", "tch")) else "s"
    return f"{number:,} {noun}{ending}"


def row(tensor: Tensor, most: int = 6) -> str:
    """Return the numbers of a tensor as "3, 5, 7", cut after `most` of them."""
    flat = [shown(v) for v in tensor.reshape(-1)[:most].tolist()]
    return ", ".join(flat) + (", …" if tensor.numel() > most else "")


def point(tensor: Tensor) -> str:
    """Return the numbers of one row of inputs as a learner would write them: "3", "(3, 0.5)"."""
    return row(tensor) if tensor.numel() == 1 else f"({row(tensor)})"


def listed(names: Sequence[str]) -> str:
    """Return names as code in a sentence: "`a`", "`a` and `b`", "`a`, `b` and `c`"."""
    return in_words([f"`{name}`" for name in names])


def in_words(pieces: Sequence[str]) -> str:
    """Return pieces of text as a list in a sentence: "a", "a and b", "a, b and c"."""
    *others, last = pieces
    return f"{', '.join(others)} and {last}" if others else last


def sentence(text: str) -> str:
    """Return `text` with a capital letter at its beginning and a full stop at its end."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def close(one: float, other: float, within: float = 1e-4) -> bool:
    """Tell whether two numbers agree within the fraction `within` of their size, or are both NaN."""
    if one != one or other != other:  # noqa: PLR0124 - NaN is the number that differs from itself
        return one != one and other != other  # noqa: PLR0124
    if one == other:
        return True
    return abs(one - other) <= within * max(1.0, abs(one), abs(other))
