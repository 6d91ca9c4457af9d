"""The pages in docs/: their links lead somewhere, and the configuration in them is one that Jupyter reads."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from traitlets.config import PyFileConfigLoader

from grader.evidence.runs import EVERY_STEP_UNTIL
from grader.grading.course import CONFIG
from grader.grading.gradebook.copies import KEPT
from grader.grading.lms.moodle_times import LANGUAGES
from grader.grading.lms.systems import SYSTEMS
from grader.lessons.debugging_clinic import CODES
from grader.sandbox.supervisor import ADDRESSES_PER_MEMORY
from tests.support.classroom import ROOT
from tests.support.odd import CASES

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
LINKS = [
    (page.name, link)
    for page in sorted(DOCS.glob("*.md"))
    for link in re.findall(r"\]\(((?!https?:)[^)]+)\)", page.read_text(encoding="utf-8"))
]
ODD = (DOCS / "odd_submissions.md").read_text(encoding="utf-8")
HUB = (DOCS / "jupyterhub.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"^```python\n(.*?)^```", HUB, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_every_link_leads_somewhere(page: str, link: str) -> None:
    path, _, heading = link.partition("#")
    target = DOCS / (path or page)
    assert target.exists()
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE) if heading else []
    assert heading in {"", *(re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings)}


def test_odd_submissions_are_those_that_the_tests_grade() -> None:
    assert re.findall(r"^\| ([a-z0-9-]*[a-z0-9]) \|", ODD, re.MULTILINE)[1:] == list(CASES)
    assert f"\n{len(CASES)} submissions" in ODD


def test_numbers_about_odd_submissions_are_those_of_the_table() -> None:
    """The list above the table says how many of each kind there are, in this order."""
    rows = re.findall(r"^\| [a-z0-9-]+ \| (.+?) \| (.+?) \|$", ODD, re.MULTILINE)[1:]
    counted = Counter(_kind(stock, here) for stock, here in rows)
    above, _, _ = ODD.partition("| submission")
    told = [int(number) for number in re.findall(r"(?:^- |\.\s+)(\d+) (?!of)", above, re.MULTILINE)]
    kinds = ("the same", "neither", "only here", "more here", "fewer here", "link", "not tried")
    assert told == [counted[kind] for kind in kinds]


def _kind(stock: str, here: str) -> str:
    """Return which line of the list a row of the table belongs to."""
    if stock.startswith("not tried"):
        return "not tried"
    if "symbolic link" in here:
        return "link"
    if stock.startswith("exit") or " of " not in stock:
        return "only here" if re.match(r"\d+ of", here) else "neither"
    theirs, ours = (int(text.partition(" of ")[0]) for text in (stock, here))
    return "the same" if theirs == ours else "more here" if ours > theirs else "fewer here"


SECCOMP = json.loads((ROOT / "deploy" / "seccomp.json").read_text(encoding="utf-8"))
SETTINGS = PyFileConfigLoader(CONFIG, str(ROOT)).load_config()
NUMBERS = [
    ("coming_from.md", f"[{len(CASES)} odd submissions]"),
    ("coming_from.md", f"{len(SYSTEMS)} systems;"),
    ("instructors.md", f"may use {SETTINGS.Execute.timeout} s of CPU time"),
    ("instructors.md", f"limit of {SETTINGS.Sandbox.cell_wall_seconds} s by the clock"),
    ("instructors.md", f"keeps the last {KEPT} copies"),
    ("learning_platforms.md", f"are read in {len(LANGUAGES)} languages"),
    ("operating.md", f"refuses {sum(len(rule['names']) for rule in SECCOMP['syscalls'])} calls"),
    ("security.md", f"the table has {len(CODES)} codes"),
    ("security.md", f"The record holds the first {EVERY_STEP_UNTIL} steps"),
    ("security.md", f"{ADDRESSES_PER_MEMORY} times its memory"),
]


@pytest.mark.parametrize(("page", "told"), NUMBERS)
def test_numbers_are_those_of_the_code(page: str, told: str) -> None:
    assert told in " ".join((DOCS / page).read_text(encoding="utf-8").split())


class TestJupyterHub:
    """The files that docs/jupyterhub.md has in full: the hub's, everybody's, the instructor's."""

    def test_json_is_json(self) -> None:
        files = re.findall(r"^```json\n(.*?)^```", HUB, re.MULTILINE | re.DOTALL)
        server, page, own_server, own_page = map(json.loads, files)
        off = server["ServerApp"]["jpserver_extensions"]
        assert own_server["ServerApp"]["jpserver_extensions"] == dict.fromkeys(off, True)
        off = page["disabledExtensions"]
        assert own_page["disabledExtensions"] == dict.fromkeys(off, False)

    def test_students_leave_out_what_the_course_leaves_out(self, tmp_path: Path) -> None:
        everybody = _read(tmp_path, PROGRAMS[1]).CourseDirectory
        course = PyFileConfigLoader(CONFIG, str(ROOT)).load_config().CourseDirectory
        assert everybody.course_id == course.course_id
        assert {*course.ignore} - {*everybody.ignore} == {".writing-*"}  # what only a grader writes

    def test_instructor_s_file_is_the_course_s(self, tmp_path: Path) -> None:
        program = PROGRAMS[2].replace("/home/maple/course", str(ROOT))
        assert program != PROGRAMS[2]
        assert _read(tmp_path, program).CourseDirectory.root == str(ROOT)

    def test_hub_listens_to_this_machine_only(self, tmp_path: Path) -> None:
        hub = _read(tmp_path, PROGRAMS[0])
        addresses = (hub.JupyterHub.bind_url, hub.JupyterHub.hub_bind_url, hub.ConfigurableHTTPProxy.api_url)
        assert all(address.startswith("http://127.0.0.1:") for address in addresses)


def _read(folder: Path, program: str):
    (folder / CONFIG).write_text(program, encoding="utf-8")
    return PyFileConfigLoader(CONFIG, str(folder)).load_config()
