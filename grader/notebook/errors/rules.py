"""The table of errors that are explained: the kind of an exception, a pattern of its message, and who explains it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.notebook.errors.situation import Explanation, Situation

    Rule = Callable[..., Explanation | None]

RULES: list[tuple[frozenset[str], re.Pattern[str], Rule]] = []


def explains(kinds: str, pattern: str) -> Callable[[Rule], Rule]:
    """Register a rule for exceptions of one of `kinds` whose message has `pattern`. It gets the pattern's groups.

    A rule returns None if it is not sure, and then the next rule is asked.
    """

    def register(rule: Rule) -> Rule:
        RULES.append((frozenset(kinds.split()), re.compile(pattern, re.DOTALL), rule))
        return rule

    return register


def explanation_of(situation: Situation) -> Explanation | None:
    """Return the explanation of the first rule that is sure, None if none is."""
    for kinds, pattern, rule in RULES:
        if kinds & situation.kinds and (match := pattern.search(situation.message)) is not None:
            explanation = rule(situation, *match.groups())
            if explanation is not None:
                return explanation
    return None
