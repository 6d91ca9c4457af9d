"""Collectors for downloads of other systems: which student a file belongs to, and when it was handed in.

    grader collect 01_linear_regression canvas ~/Downloads/submissions.zip

`nbgrader zip_collect` takes them too, as `--collector=grader.grading.lms.collectors.Canvas`, one student for each file.
`grader.grading.lms.systems` has the names that each system gives to files. A student is looked up in the gradebook, by
the number or user name that the other system uses or by name. CSV files beside the download help: see
`grader.grading.lms.known_students`.
A late mark or a time becomes the submission's timestamp.txt, which nbgrader compares with the due date.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from pathlib import Path
from typing import Any

from traitlets import Unicode

from grader.grading.lms import gradescope_metadata
from grader.grading.lms.from_download import FromDownload
from grader.grading.lms.known_students import plain
from grader.grading.lms.moodle_times import participants_in, read_moodle, times_in
from grader.grading.lms.systems import SYSTEMS
from grader.grading.times import TimeError, read_time

LEAST_LATE = dt.timedelta(seconds=1)


class Canvas(FromDownload):
    """Finds a student by USER, if it is an `lms_user_id` in the gradebook. Otherwise USER becomes the id.

    LATE comes without a time. Such a file counts as handed in one second after the due date of the gradebook, the least
    that is late. An extension or a moved due date in the gradebook covers it. If the gradebook has no due date yet, the
    file counts as handed in when it is collected, so it is late by any date in the past.

    Canvas has one file for each group, with the number of one member. A CSV file with the column "group_name", as
    People > Groups > Export writes it, says who the others are.
    """

    named_regexp = Unicode(SYSTEMS["Canvas"].pattern).tag(config=True)

    def students(self, found: dict[str, Any]) -> list[str]:
        """Return the student with Canvas's number, or that number, and the members of the same group."""
        student = self.known.by_key(found["user"]) or found["user"]
        return list(dict.fromkeys([student, *self.known.groups.get(student, ())]))

    def handed_in(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return a time for a file that is marked as late, else None."""
        if re.search(r"(^|_)LATE$", found["name"] or "") is None:
            return None
        who = ", ".join(found["students"])
        if self.due is None:
            self.log.warning("Canvas marks %s as late, and the gradebook has no due date: counts as handed in now", who)
            return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        self.log.warning("Canvas marks %s as late, and does not say since when", who)
        return self.due + LEAST_LATE


class Moodle(FromDownload):
    """Finds a student by NAME: the only one in the gradebook with this first and last name, or with this id.

    The names may be in either order. PARTICIPANT differs between assignments. Without a known student the id is made
    from the name. If several students have the same name, PARTICIPANT is added: replace their names in the zip file by
    their ids, and collect again.

    Moodle's grading worksheet, a CSV file, tells more if it is beside the archive: the times, and who a participant is
    by email address or ID number. If names are hidden (blind marking), NAME is the word "Participant" in some language.
    Reveal the names and download the worksheet, or the id is made from that word and the number. If students hand in as
    groups, NAME is the name of a group and PARTICIPANT the group's number, and the worksheet says who the members are.
    """

    named_regexp = Unicode(SYSTEMS["Moodle"].pattern).tag(config=True)

    def students(self, found: dict[str, Any]) -> list[str]:
        """Return the students in the gradebook, or an id that is made from the name."""
        name, number = plain(found["name"]), found["participant"]
        row = self._worksheet.get(number, ([], ""))
        by_row = [student for cell in row[0] if (student := self.known.by_key(cell)) is not None]
        if by_row:
            return by_row[:1]
        several = len(self._numbers.get(name, ())) > 1
        student = None if several else self.known.by_name(found["name"])
        if student is not None:
            return [student]
        members = [] if number in self._worksheet else self.known.with_cell(found["name"])
        if members:
            return members
        is_blind = bool(row[1]) and plain(row[1]) == name
        is_shared = several or is_blind or self.known.has_name(found["name"])
        return [f"{name} {number}".replace(" ", "_") if is_shared and number else name.replace(" ", "_")]

    def handed_in(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return the time in the grading worksheet, None if there is none. A group's is that of its members."""
        return self._times.get(found["participant"])

    @functools.cached_property
    def _worksheets(self) -> list[Path]:
        return sorted(self.folder.rglob("*.csv"))

    @functools.cached_property
    def _worksheet(self) -> dict[str, tuple[list[str], str]]:
        """The row of each participant number in all grading worksheets, and the word before the number."""
        return {number: row for path in self._worksheets for number, row in participants_in(path).items()}

    @functools.cached_property
    def _times(self) -> dict[str | None, dt.datetime]:
        """The times of handing in, by participant number, from all grading worksheets that were downloaded too."""
        return {number: time for path in self._worksheets for number, time in times_in(path, self.zone).items()}

    @functools.cached_property
    def _numbers(self) -> dict[str, set[str]]:
        """The participant numbers of each name."""
        numbers: dict[str, set[str]] = {}
        for path in self.folder.rglob("*"):
            match = self._regexp.search(path.as_posix())
            if match is not None and match["participant"]:
                numbers.setdefault(plain(match["name"]), set()).add(match["participant"])
        return numbers


class Brightspace(FromDownload):
    """Finds a student by USER, if it is an `lms_user_id` or an id in the gradebook, or else by NAME.

    If NAME is a group's, a CSV file beside the archive that has it in a column says who the members are. TIME is in the
    language and the time zone of the person who downloads. The zone is taken for that of the course.
    """

    named_regexp = Unicode(SYSTEMS["Brightspace"].pattern).tag(config=True)

    def students(self, found: dict[str, Any]) -> list[str]:
        """Return the students in the gradebook, or an id that is made from the name."""
        student = self.known.by_key(found["user"]) or self.known.by_name(found["name"])
        made = plain(found["name"]).replace(" ", "_")
        return [student] if student else self.known.with_cell(found["name"]) or [made]

    def time_in_name(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return the time in the name. It has no colon, because a file's name may not: "Oct 1, 2030 1130 PM"."""
        return read_moodle(re.sub(r"(\d{4},?\s+\d{1,2})(\d{2})\b", r"\1:\2", found["when"]), self.zone)

    handed_in = time_in_name


class Blackboard(FromDownload):
    """Finds a student by USERNAME: an id, an `lms_user_id` or an email address. Otherwise it becomes the id.

    The time is that of Blackboard's server, and is taken for one in the zone of the course.
    """

    named_regexp = Unicode(SYSTEMS["Blackboard"].pattern).tag(config=True)

    def students(self, found: dict[str, Any]) -> list[str]:
        """Return the student, or the members of the group, whose name the file's name has before "attempt".

        Both the assignment's name and the user's may have an underscore, so the longest known name counts.
        """
        pieces = found["name"].split("_")
        tails = ["_".join(pieces[i:]) for i in range(1, len(pieces))] or [found["name"]]
        for tail in tails:
            student = self.known.by_key(tail)
            if student is not None or self.known.with_cell(tail):
                return [student] if student is not None else self.known.with_cell(tail)
        return [tails[-1]]

    def time_in_name(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return the time in the name, None if the clock of the course does not show it or shows it twice."""
        pieces = found["when"].split("-", 3)  # year, month, day, and the time
        day, clock = "-".join(pieces[:3]), pieces[3]
        try:
            return read_time(f"{day} {clock.replace('-', ':')}", self.zone)
        except TimeError as error:
            self.log.warning("%s", error)
            return None

    handed_in = time_in_name


class Gradescope(FromDownload):
    """Finds each submitter by SID, email address or name. The members of a group get the same file.

    A submitter who is not in the gradebook gets the SID as id, or what is before the @ of the email address.
    """

    named_regexp = Unicode(SYSTEMS["Gradescope"].pattern).tag(config=True)

    def students(self, found: dict[str, Any]) -> list[str]:
        """Return the students in the gradebook, or new ids."""
        submitters = self._metadata[found["user"]].submitters if found["user"] in self._metadata else ()
        ids = [
            self.known.by_key(each.sid) or self.known.by_key(each.email) or self.known.by_name(each.name)
            or each.sid or each.email.partition("@")[0] or plain(each.name).replace(" ", "_")
            for each in submitters
        ]  # fmt: skip
        return list(dict.fromkeys(ids)) or [found["user"]]

    def time_in_name(self, found: dict[str, Any]) -> dt.datetime | None:
        """Return when the submission was created."""
        return self._metadata[found["user"]].created if found["user"] in self._metadata else None

    handed_in = time_in_name

    @functools.cached_property
    def _metadata(self) -> dict[str, gradescope_metadata.Submitted]:
        """What the export says of each submission. Empty, with a warning, if there is no such file."""
        found = gradescope_metadata.read(self.folder)
        if not found:
            self.log.warning("there is no submission_metadata.yml, which says whose each submission is")
        return found


class GitHubClassroom(FromDownload):
    """Finds a student by USERNAME, if it is an id or an `lms_user_id` in the gradebook.

    GitHub Classroom's roster, classroom_roster.csv beside the clones, says who else it is. Its column "identifier" has
    to hold an id, an email address or a name.

    A clone does not say when somebody pushed. The times of commits are those of the student's computer, so they are
    not taken: have GitHub Classroom cut off at the due date.
    """

    named_regexp = Unicode(SYSTEMS["GitHubClassroom"].pattern).tag(config=True)

    def students(self, found: dict[str, Any]) -> list[str]:
        """Return the student with this user name, or that name, or the members of the team of this name."""
        student = self.known.by_key(found["user"])
        return [student] if student else self.known.with_cell(found["user"]) or [found["user"]]


COLLECTORS: dict[str, type[FromDownload]] = {
    SYSTEMS[kind.__name__].command_name: kind
    for kind in (Canvas, Moodle, Brightspace, Blackboard, Gradescope, GitHubClassroom)
}
