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


def violations(page: Page, parts: Sequence[str] = OURS, without: Sequence[str] = ()) -> list[str]:
    """Return a line for each element, in these parts of the page, that breaks a rule: the rule, the element, and why.

    A rule is left out `without` its being run.
    """
    options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in without}}
    context = {"include": [[part] for part in parts]}
    found = Axe().run(page, context, options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} ({' '.join(node['failureSummary'].split())})"
        for rule in found
        for node in rule["nodes"]
    ]
