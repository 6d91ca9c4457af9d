"""A lesson ends with links to the next lesson and to the one before it."""

from __future__ import annotations

import re

import pytest

from grader import lessons
from tests.support.classroom import ROOT, load, notebook_name

NAMES = [*lessons.MODULES]
LINK = re.compile(r"^(Next|Back): \[(.+)\]\((.+)\)$", re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_links_to_its_neighbours(name: str) -> None:
    folder = ROOT / "notebooks" / name
    last = "".join(load(folder / notebook_name(name))["cells"][-1]["source"])
    links = {word: (title, (folder / path).resolve()) for word, title, path in LINK.findall(last)}
    place = NAMES.index(name)
    neighbours = {"Next": NAMES[place + 1 :][:1], "Back": NAMES[:place][-1:]}
    assert links == {word: _titled(near[0]) for word, near in neighbours.items() if near}


def _titled(name: str) -> tuple[str, object]:
    path = ROOT / "notebooks" / name / notebook_name(name)
    first = "".join(load(path)["cells"][0]["source"]).splitlines()[0]
    return first.removeprefix("# "), path
