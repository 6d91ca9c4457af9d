"""Imports every module of rules, in the order in which the rules are asked."""

from grader.notebook.errors import (  # noqa: F401 - importing a module registers its rules
    attribute_errors,
    call_errors,
    name_errors,
    number_errors,
    position_errors,
    sklearn_errors,
    syntax_errors,
    torch_errors,
    value_errors,
)
