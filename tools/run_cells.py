"""Run notebooks without a front end: `python run_cells.py NOTEBOOK...`; exit with status 1 at a cell that fails.

All cells of the first notebook run, and of the others those up to the setup cell. It needs no more than IPython, so it
also runs where the project's other packages are not installed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell


def main(paths: list[str]) -> None:
    """Run the notebooks one after the other, in the same process."""
    shell = InteractiveShell.instance()
    for number, path in enumerate(paths):
        for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and "raises-exception" not in cell["metadata"].get("tags", []):
                ended = shell.run_cell("".join(cell["source"]))
                if not ended.success:
                    sys.exit(f"{path}: {ended.error_in_exec or ended.error_before_exec!r}")
            if number and cell["metadata"].get("nbgrader", {}).get("grade_id") == "setup":
                break
        print("ran", path)


if __name__ == "__main__":
    main(sys.argv[1:])
