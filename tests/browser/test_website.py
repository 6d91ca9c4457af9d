"""The website: all its links lead somewhere, it shows no answer, it needs no other server, and axe-core is content."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from grader.core.catalogue import CATALOGUE
from grader.devtools.sample_answers import solution_cells
from grader.lessons import MODULES
from tests.support.classroom import ROOT, notebook_name, solution

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = (
    "index.html",
    "lessons/01_linear_regression/linear_regression.html",
    "docs/codes.html",
    "docs/instructors.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website, built without a warning."""
    made = tmp_path_factory.mktemp("website") / "site"
    printed = subprocess.run(
        [sys.executable, "-m", "tools.website", made], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert printed.returncode == 0, printed.stderr
    return made


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, BeautifulSoup]:
    found = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in found}


def test_every_link_leads_somewhere(site: Path, pages: dict[Path, BeautifulSoup]) -> None:
    names = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    wrong = []
    for path, page in pages.items():
        for link in page.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if parts.scheme in ("http", "https", "mailto"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists() or (parts.fragment and unquote(parts.fragment) not in names.get(target, ())):
                wrong.append(f"{path.relative_to(site)}: {link['href']}")
    assert wrong == []


def test_nothing_comes_from_another_server(pages: dict[Path, BeautifulSoup]) -> None:
    loaded = {
        tag.get("src") or tag.get("href")
        for page in pages.values()
        for tag in page.find_all(["script", "link", "img", "iframe"])
    }
    assert [address for address in loaded if address and re.match(r"(https?:)?//", address)] == []


def test_lessons_show_their_pictures_and_no_answer(site: Path, pages: dict[Path, BeautifulSoup]) -> None:
    for lesson in MODULES:
        page = pages[(site / "lessons" / lesson / notebook_name(lesson)).with_suffix(".html")]
        pictures = page.select(".cell_output img")
        assert len(pictures) > 3
        assert all(len(picture["alt"]) > 20 for picture in pictures)
        text = page.get_text()
        for name, source in solution_cells(solution(lesson)).items():
            assert source.strip() not in text, name


def test_each_code_has_its_example(site: Path, pages: dict[Path, BeautifulSoup]) -> None:
    page = pages[site / "docs" / "codes.html"]
    assert {code for code in CATALOGUE if page.find(id=code) is None} == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong(browser: Browser, site: Path, theme: str) -> None:
    page = browser.new_page(color_scheme=theme)
    wrong = []
    for name in PAGES:
        page.goto((site / name).as_uri())
        found = Axe().run(page, None, {"resultTypes": ["violations"]}).response["violations"]
        wrong += [f"{name}: {rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
    page.close()
    assert wrong == []
