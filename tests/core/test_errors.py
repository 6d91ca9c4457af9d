"""The first line of an exception."""

from __future__ import annotations

from grader.core.errors import first_line


def test_the_first_line_of_a_message_stands_for_all_of_it():
    assert first_line(ValueError("  one\ntwo")) == "one"


def test_an_error_without_a_message_is_named_by_its_class():
    assert first_line(KeyboardInterrupt()) == "KeyboardInterrupt"
    assert first_line(ValueError("\n")) == "ValueError"
