"""The solved lessons, exported to HTML as anyone may do: axe-core finds nothing wrong with what is ours in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader import lessons
from tests.browser import pictures
from tests.browser.axe import violations
from tests.browser.lab import environment
from tests.support.classroom import ROOT, notebook_name, run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

NOT_OURS = {
    "link-in-text-block": "nbconvert's style sheet underlines no link; in JupyterLab that of the lessons does",
}


@pytest.fixture(scope="module")
def exported(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page of each lesson, named after the notebook."""
    folder = tmp_path_factory.mktemp("exported")
    solved = [str(ROOT / "solutions" / lesson / notebook_name(lesson)) for lesson in lessons.MODULES]
    done = run(
        folder, "jupyter", "nbconvert", "--to", "html", "--output-dir", str(folder), *solved, **environment(folder)
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("lesson", lessons.MODULES)
def test_axe_finds_nothing_wrong_with_an_export(browser: Browser, exported: Path, lesson: str) -> None:
    page = browser.new_page(viewport={"width": 1180, "height": 838})
    page.goto((exported / f"{lessons.find(lesson).notebook}.html").as_uri())
    pictures.take_page(page, f"{lesson}-8-export", whole=True)
    found = violations(page, without=[*NOT_OURS])
    page.close()
    assert found == []
