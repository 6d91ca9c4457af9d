"""Text with `code` between backticks, as HTML."""

from __future__ import annotations

import html


def with_code(text: str) -> str:
    """Return text escaped for HTML, with each part between backticks as a `code` element.

    If one backtick has no partner, all of them stay characters.
    """
    pieces = html.escape(text, quote=False).split("`")
    if len(pieces) % 2 == 0:
        return "`".join(pieces)
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
