"""What README says is so: its table of codes, its commands, its pictures and links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader import lessons
from grader.cli import main
from grader.core.catalogue import CATALOGUE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_codes_is_the_catalogue():
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", README, re.MULTILINE))
    assert rows == {code: mistake.means for code, mistake in CATALOGUE.items()}


@pytest.mark.parametrize("lesson", lessons.MODULES)
def test_every_lesson_stands_there_with_its_points(lesson: str):
    assert re.search(rf"^\| `{lesson}` \| .+ \| {lessons.find(lesson).points} \|$", README, re.MULTILINE)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z]+)", README))))
def test_every_make_target_exists(target: str):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"(?:\.venv/bin/|`)grader ([a-z]+)", README))))
def test_every_command_exists(command: str):
    assert command in main.commands


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_link_leads_somewhere(path: str):
    assert (ROOT / path).exists()
