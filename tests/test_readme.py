"""README and docs/codes.md say what is so: lessons, codes, commands, pictures, links and numbers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from grader import lessons
from grader.cli import main
from grader.core.catalogue import CATALOGUE
from tests.support.odd import CASES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_codes_is_the_catalogue():
    page = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert rows == [(code, mistake.title, mistake.means) for code, mistake in CATALOGUE.items()]


@pytest.mark.parametrize("lesson", lessons.MODULES)
def test_every_lesson_is_listed_with_its_points(lesson: str):
    assert re.search(rf"^\| `{lesson}` \| .+ \| {lessons.find(lesson).points} \|$", README, re.MULTILINE)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`make ([a-z]+)", README))))
def test_every_make_target_exists(target: str):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"(?:\.venv/bin/|`)grader ([a-z]+)", README))))
def test_every_command_exists(command: str):
    assert command in main.commands


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README))))
def test_every_link_leads_somewhere(path: str):
    assert (ROOT / path).exists()


def test_number_of_odd_submissions_is_counted():
    assert f"What happens to {len(CASES)} odd submissions" in README


def test_pythons_are_those_that_the_project_allows():
    allowed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    told = re.findall(r"3\.(\d+)", README.split("## Start")[1].split("Each command")[0])
    assert allowed == f">=3.{told[0]},<3.{int(told[-1]) + 1}"
