"""Print the oldest versions that a learner's packages may have, as constraints for pip: `python -m tools.oldest`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def oldest() -> list[str]:
    """Return "name==version" for each package that lessons need, with the lower bound of pyproject.toml."""
    dependencies = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    found = []
    for requirement in map(Requirement, dependencies):
        (bound,) = [each.version for each in requirement.specifier if each.operator == ">="]
        found.append(f"{requirement.name}=={bound}")
    return found


if __name__ == "__main__":
    print(*oldest(), sep="\n")
