"""The table of errors that are explained: the kind of an exception, a pattern of its message, and who explains it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from grader.notebook.errors.situation import Explanation, Situation

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    Rule = Callable[..., Explanation | None]

RULES: list[tuple[frozenset[str], re.Pattern[str], type[ast.AST] | None, Rule]] = []


def explains(kinds: str, pattern: str, node: type[ast.AST] | None = None) -> Callable[[Rule], Rule]:
    """Register a rule for exceptions of one of `kinds` whose message has `pattern`. It gets the pattern's groups.

    With `node`, the rule is asked only if the expression that raised has this type, and it gets the expression first. A
    rule returns None if it is not sure, and then the next rule is asked.
    """

    def register(rule: Rule) -> Rule:
        RULES.append((frozenset(kinds.split()), re.compile(pattern, re.DOTALL), node, rule))
        return rule

    return register


def explain_alike(*rows: tuple[str, str, str, str, str]) -> None:
    """Register errors that need no rule, because their explanation always has the same words.

    A row has the kinds, the pattern, and the three texts of the explanation. In a text, `{0}` is the pattern's first
    group, and `{s.place}` is what the Situation says.
    """
    for kinds, pattern, *texts in rows:
        explains(kinds, pattern)(functools.partial(_filled_in, texts))


def _filled_in(texts: list[str], s: Situation, *groups: str) -> Explanation:
    title, evidence, look = (each.format(*groups, s=s) for each in texts)
    return Explanation(title, evidence, look)


def explanation_of(situation: Situation) -> Explanation | None:
    """Return the explanation of the first rule that is sure, None if none is."""
    for kinds, pattern, node, rule in RULES:
        if not kinds & situation.kinds or (match := pattern.search(situation.message)) is None:
            continue
        if node is None or isinstance(situation.node, node):
            given = () if node is None else (situation.node,)
            explanation = rule(situation, *given, *match.groups())
            if explanation is not None:
                return explanation
    return None
