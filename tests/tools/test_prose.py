"""`python -m tools.prose` finds the words of tools/prose.toml in prose, and only there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools import prose

if TYPE_CHECKING:
    from pathlib import Path

MARKDOWN = """# A page

A loop that you mended.

    mended = True

```python
mended = True
```

Call `mended()`, or say "mended". See [this](mended.md).
"""
PYTHON = '''"""What was mended."""

mended = "mended"  # mended, too


def repair() -> None:
    """Call `mended`.

    It is no list.
    """
'''
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["You\n", "mended it."]},
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["mended"]},
        ]
    },
    indent=1,
)


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("page.md", MARKDOWN, ["3:17"]),
        ("module.py", PYTHON, ["1:13", "3:22", "9:8"]),
        ("lesson.ipynb", NOTEBOOK, ["8:1"]),
    ],
)
def test_words_are_found_in_prose_only(tmp_path: Path, name: str, text: str, places: list[str]) -> None:
    path = tmp_path / name
    path.write_text(text)
    prose.register()
    found = [line.removeprefix(f"{path}:").split(": ")[0] for line in prose.lint(path)]
    assert found == places


def test_status_says_whether_something_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text("A loop that you repaired.\n")
    assert prose.main([str(page)]) == 0
    page.write_text("A loop that you mended.\n")
    assert prose.main([str(page)]) == 1
    assert capsys.readouterr().out == f'{page}:1:17: not "mended", but: fix, repair\n'


@pytest.mark.parametrize("sentence", ["There is no list.", "It is no longer a list.", "There are\nno lists."])
def test_no_is_fine_after_there_is(tmp_path: Path, sentence: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(sentence)
    assert prose.main([str(page)]) == 0
