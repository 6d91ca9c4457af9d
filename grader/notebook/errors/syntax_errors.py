"""What Python says about a cell that it cannot read."""

from __future__ import annotations

import re

from grader.core.catalogue import CATALOGUE
from grader.notebook.errors.rules import explain_alike, explains
from grader.notebook.errors.situation import Explanation, Situation


@explains("SyntaxError NameError", "")
def bare_code(s: Situation) -> Explanation | None:
    """A code of the catalogue without quotation marks, which can be a NameError, too."""
    found = re.search(r"=\s*([a-z]+(?:-[a-z]+)+)\s*$", s.line)
    if found is None or found[1] not in CATALOGUE:
        return None
    return Explanation(
        "A text needs quotation marks",
        f"Without them, Python reads {s.place} as a subtraction of names.",
        f'Write the code between quotation marks: `"{found[1]}"`.',
    )


@explains("SyntaxError", "")
def decimal_comma(s: Situation) -> Explanation | None:
    """An argument such as `lr=0,1`, in which the comma ends the argument."""
    found = re.search(r"=\s*(\d+),(\d+)\s*[,)]", s.line)
    if found is None:
        return None
    return Explanation(
        "A decimal number needs a point, so Python cannot read the cell",
        f"Python stopped at {s.place}. For Python, the comma ends the number, and `{found[2]}` is a second one.",
        f"Write `{found[1]}.{found[2]}`.",
    )


SYNTAX = (  # a pattern of Python's message, a title, where to look; {0} and {1} are the pattern's groups
    (
        r"^'([\(\[\{])' was never closed",
        "A bracket is not closed",
        "The bracket `{0}` on this line has no partner. Count the opening and the closing brackets, and add the "
        "missing one.",
    ),
    (
        r"^unmatched '([\)\]\}])'",
        "There is a closing bracket too many",
        "No bracket was opened for this `{0}`. Remove it, or add its partner.",
    ),
    (
        r"^closing parenthesis '(.)' does not match opening parenthesis '(.)'",
        "Two brackets do not match",
        "The bracket that was opened last is `{1}`, and `{0}` closes it. Close the brackets in the opposite order.",
    ),
    (
        r"^expected ':'",
        "A colon is missing",
        "A line that begins with `for`, `if`, `while`, `def`, `class` or `with` ends with `:`.",
    ),
    (
        r"leading zeros in decimal integer literals",
        "A number begins with a zero",
        "Python does not allow whole numbers such as `01`. If you mean a decimal number, write the point: `0.1` and "
        "not `01`.",
    ),
    (
        r"^expression cannot contain assignment",
        "The name of an argument has to be a plain name",
        "In front of a single `=` in a call is the name of an argument, without quotation marks, dots or brackets, as "
        "in `lr=0.1`. To compare two values, write `==`.",
    ),
    (
        r"Perhaps you forgot a comma",
        "Something is missing between two values, perhaps a comma",
        "Items of a list and arguments of a call need a comma between them. A closing bracket may be missing, too.",
    ),
    (
        r"^(?:invalid syntax\. Maybe|cannot assign to .* here\. Maybe) you meant '=='",
        "One `=` is not a comparison",
        "`=` stores a value in a name. Write `==` to compare two values.",
    ),
    (
        r"^unterminated (?:f-)?string literal",
        "A string has no end",
        "Add the second quotation mark. It has to be the same kind as the first, on the same line.",
    ),
    (
        r"^f-string: expecting '}'",
        "A curly bracket in an f-string is not closed",
        "In an f-string each `{{` has a `}}` behind its value, as in `{{loss:.4f}}`. If there is one, look for "
        "quotation marks between the two: they have to be of another kind than those around the string.",
    ),
    (
        r"^f-string: single '}' is not allowed",
        "A curly bracket in an f-string was not opened",
        "In an f-string each `}}` has a `{{` before its value, as in `{{loss:.4f}}`. To show a bracket itself, write "
        "it twice.",
    ),
    (
        r"^f-string: (?:unmatched|closing parenthesis)",
        "The brackets inside an f-string do not match",
        "Each bracket between `{{` and `}}` needs its partner there. Quotation marks between the two have to be of "
        "another kind than those around the string.",
    ),
    (
        r"^f-string: (?:empty expression not allowed|valid expression required before)",
        "The curly brackets of an f-string hold no value",
        "Write a name or another expression between `{{` and `}}`, as in `{{loss:.4f}}`.",
    ),
    (
        r"^expected an indented block after (.+?) on line (\d+)",
        "The block below a colon is missing or not indented",
        "The lines that belong to the {0} on line {1} begin with four spaces.",
    ),
    (
        r"^unexpected indent",
        "This line begins with too many spaces",
        "Only lines below a colon are indented. Let this line begin where the line above it begins.",
    ),
    (
        r"^unindent does not match",
        "This line begins with an odd number of spaces",
        "Let it begin exactly where the block that it belongs to begins: usually 0, 4 or 8 spaces.",
    ),
    (
        r"^inconsistent use of tabs",
        "Tabs and spaces are mixed",
        "Delete the white space at the start of the line, and type four spaces for each level.",
    ),
    (
        r"^invalid decimal literal",
        "A number and letters stand together",
        "A name cannot begin with a digit, and a number cannot contain letters. Write `*` if you mean a product.",
    ),
    (
        r"^invalid character '(.)'",
        "There is a character that Python does not know",
        '`{0}` was probably copied from a text. Type it again on the keyboard, for example `"` for a quotation mark.',
    ),
    (r"^Missing parentheses in call to 'print'", "`print` needs brackets", "Write `print(...)`."),
    (
        r"^positional argument follows keyword argument",
        "An argument without a name comes after one with a name",
        "In a call, values such as `0.01` come first, and values with a name such as `lr=0.01` come last.",
    ),
    (
        r"^'return' outside function",
        "`return` is outside of a function",
        "Indent the line, so that it belongs to the function above it. Outside of a function, remove `return`.",
    ),
    (r"^keyword argument repeated: (\w+)", "An argument comes twice", "Keep one of the two `{0}=...`."),
)
explain_alike(
    *(
        ("SyntaxError", pattern, f"{title}, so Python cannot read the cell", "Python stopped at {s.place}.", look)
        for pattern, title, look in SYNTAX
    )
)
