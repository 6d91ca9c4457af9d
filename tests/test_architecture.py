"""The pages about the code name files, imports and words that exist."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections import defaultdict

import grimp
import pytest

from tests.support.classroom import ROOT
from tools import module_index

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
AUTHORING = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
IMPORTS = {
    importer: set() if imported == "nothing" else {*imported.split(", ")}
    for importer, imported in re.findall(r"^(\w+) -> (.+)$", ARCHITECTURE, re.MULTILINE)
}
CHANGES = module_index.without_section(ARCHITECTURE).partition("\n## Where to change what\n")[2]


@pytest.mark.parametrize("page", ["ARCHITECTURE", "GLOSSARY", "AUTHORING", "CONTRIBUTING"])
def test_every_path_exists(page: str) -> None:
    paths = set(re.findall(r"`((?:grader|tests|tools|docs|solutions)/[\w./-]*)`", globals()[page]))
    made = re.compile("flat-loss|LESSON|topic/$")  # by the reader: the worked example, and a new lesson
    assert [path for path in sorted(paths) if not (ROOT / path).exists() and not made.search(path)] == []


def test_twenty_changes_have_their_module() -> None:
    rows = re.findall(r"^\| (?!to change|---)(.+) \| (.+) \|$", CHANGES, re.MULTILINE)
    assert len(rows) >= 20
    assert [change for change, place in rows if "`" not in place] == []


def test_each_module_is_listed_with_what_it_says_of_itself() -> None:
    as_made = module_index.without_section(ARCHITECTURE) + module_index.section()
    assert as_made == ARCHITECTURE, "run `python -m tools.module_index`"


def test_no_module_leaves_out_what_it_is_for() -> None:
    empty = [
        path
        for path in (ROOT / "grader").rglob("*.py")
        if path.stat().st_size and not module_index.first_sentence(path)
    ]
    assert empty == []


def test_imports_between_packages_are_those_of_the_page() -> None:
    graph, found = grimp.build_graph("grader"), defaultdict(set)
    for importer in graph.modules - {"grader"}:
        package = importer.split(".")[1]
        found[package] |= {
            name.split(".")[1] for name in graph.find_modules_directly_imported_by(importer) if "." in name
        }
        found[package] -= {package}
    assert found == IMPORTS


def test_order_of_packages_is_that_of_the_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    order = [name.removeprefix("grader.") for layer in layers for name in layer.split(" | ")]
    assert [*IMPORTS] == order


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(grader\.[\w.]+)`", GLOSSARY + AUTHORING))))
def test_every_name_exists(name: str) -> None:
    """A name is a module, or what a module holds."""
    parent, _, last = name.rpartition(".")
    holder = importlib.import_module(parent)
    assert hasattr(holder, last) or importlib.import_module(name)


def test_no_word_is_explained_twice() -> None:
    words = re.findall(r"^\| (?!word)([\w ,`-]+?) \| ", GLOSSARY, re.MULTILINE)
    assert len(words) > 30
    assert len({*words}) == len(words)


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", CONTRIBUTING)) <= targets
