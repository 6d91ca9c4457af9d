"""What axe-core finds wrong in what learners read: the prose, the outputs and the figures of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

# What a notebook's author makes. JupyterLab's menus, buttons, prompts and editors are JupyterLab's own to fix.
# A rule on a page as a whole (its language, its landmarks) is left out by axe-core itself where it looks at parts.
OURS = (".jp-RenderedHTMLCommon", ".jp-OutputArea-output")
# The body of JupyterLab's page is 0 pixels tall and hides what overflows. Without this, axe-core takes all text for
# hidden, and looks at no contrast.
GROW = "() => { document.body.style.minHeight = '100vh'; }"
CONTRAST = "color-contrast"


def violations(page: Page, parts: Sequence[str] = OURS, without: Sequence[str] = ()) -> list[str]:
    """Return a line for each element, in these parts of the page, that breaks a rule: the rule, the element, and why.

    A rule is left out `without` its being run. What lies outside the window is seen only in part.
    """
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in without}}
    context = {"include": [[part] for part in parts]}
    page.evaluate(GROW)
    response = Axe().run(page, context, options).response
    found = response["violations"]
    assert CONTRAST not in {rule["id"] for rule in response["inapplicable"]}, "axe-core sees no text in these parts"
    return [
        f"{rule['id']}: {node['html'][:200]} ({' '.join(node['failureSummary'].split())})"
        for rule in found
        for node in rule["nodes"]
    ]
