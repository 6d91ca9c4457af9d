"""Write the class report as CSV, with a line for each student, and as JSON, with everything that the page shows."""

from __future__ import annotations

import csv
import datetime as dt
import io

from grader.grading.lms.csv_safety import fields
from grader.grading.report import summary
from grader.grading.report.rows import ClassData
from grader.grading.texts import indented


def as_csv(data: ClassData) -> str:
    """Return a header and a line for each student. A field is empty if there are no points yet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    names = [part.name for part in data.parts]
    about = ["student", "name", "state", "points", "of", "late_penalty"]
    writer.writerow(
        fields([*about, *names, "codes", "reason", "outdated", "waiting", "handed_in", "due", "late", "file_note"])
    )
    for row in data.rows:
        points: list[str | float] = [""] * (len(names) + 1)
        if row.points is not None:
            points = [row.late_penalty, *(row.parts.get(name, 0.0) for name in names)]
        total = "" if row.points is None else row.points
        outdated = "yes" if row.outdated else ""
        codes = "; ".join(f"{name}: {', '.join(row.codes[name])}" for name in names if name in row.codes)
        times = ("" if time is None else time.isoformat(" ", "minutes") for time in (row.handed_in, row.due))  # in UTC
        found = (
            codes, row.reason or row.problem, outdated, ", ".join(row.waiting), *times, row.late, row.file_note,
        )  # fmt: skip
        writer.writerow(fields([row.student, row.name, row.state, total, data.max_points, *points, *found]))
    return text.getvalue()


def as_json(data: ClassData, made: dt.datetime) -> bytes:
    """Return one object: the distribution, the histogram, the parts with their codes, and the row of each student."""
    whole = {
        "lesson": data.lesson,
        "made": made,
        "max_points": data.max_points,
        "spread": summary.spread(data.graded),
        "histogram": summary.histogram(data.graded, data.max_points),
        "mistakes": summary.to_teach_again(data),
        "exercises": summary.by_part(data),
        "students": data.rows,
    }
    return indented(whole)
