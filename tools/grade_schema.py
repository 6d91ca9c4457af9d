"""Write docs/grade.schema.json: what `grader grade --json` prints.

python -m tools.grade_schema
"""

from __future__ import annotations

from pathlib import Path

from grader.grading.command_line.grade_file import schema

PLACE = Path(__file__).parents[1] / "docs" / "grade.schema.json"

if __name__ == "__main__":
    PLACE.write_text(schema(), encoding="utf-8")
