"""The learning platforms whose downloads are collected, and the names that each gives to files.

The command line names them, so this needs neither nbgrader nor the gradebook.
"""

from __future__ import annotations

from typing import NamedTuple

# A browser, or Canvas for a second attempt, adds a number to the name: lines (1).ipynb, lines-2.ipynb.
FILE = r"(?P<file_id>[^/]+?)(?P<again>-\d+| ?\(\d+\))?(?P<ext>\.ipynb\.\w+|\.\w+)$"
FOLDERS = r"(?:[^/]+/)*"


class System(NamedTuple):
    """The names of files in one system's download.

    `page` describes them, or is the code that makes them. D2L and Blackboard document no names, so those two pages are
    of people who read such downloads.
    """

    command_name: str
    pattern: str
    example: str
    page: str


# USER, PARTICIPANT and SUBMISSION stand for numbers. A zip file that a student uploaded is a folder of its name.
SYSTEMS = {
    "Canvas": System(
        "canvas",
        # NAME_USER_UPLOAD_FILE, or NAME_LATE_USER_UPLOAD_FILE
        rf"/(?:(?P<name>[^/]*?)_)?(?P<user>\d+|anon_[A-Za-z0-9]+)_(?P<upload>\d+)_(?:[^/]+/{FOLDERS})?{FILE}",
        "hazelann_LATE_4711_900_lines.ipynb",
        "https://github.com/instructure/canvas-lms/blob/master/lib/content_zipper.rb",
    ),
    "Moodle": System(
        "moodle",
        # NAME_PARTICIPANT_assignsubmission_file/FILE, or with `_` instead of `/` if all files are in one folder
        rf"/(?P<name>[^/]+?)(?:_(?P<participant>\d+))?_assignsubmission_file(?:_?/{FOLDERS}|_){FILE}",
        "Ann Hazel_1001_assignsubmission_file/lines.ipynb",
        "https://github.com/moodle/moodle/blob/main/mod/assign/classes/downloader.php",
    ),
    "Brightspace": System(
        "brightspace",
        # USER-SUBMISSION - NAME - TIME/FILE, or with " - " instead of "/"
        rf"/(?P<user>\d+)-(?P<upload>\d+) - (?P<name>[^/]+?) - (?P<when>(?=[^/]*\d{{4}})[^/]+?)(?: - |/{FOLDERS})"
        rf"{FILE}",
        "20067930-442356 - Ann Hazel - Oct 1, 2030 1130 PM/lines.ipynb",
        "https://github.com/OfficeCoffee/GradingFileProject/blob/main/ToDo.md",
    ),
    "Blackboard": System(
        "blackboard",
        # ASSIGNMENT_USERNAME_attempt_YEAR-MONTH-DAY-HOUR-MINUTE-SECOND_FILE
        rf"/(?P<name>[^/]+)_attempt_(?P<when>\d{{4}}(?:-\d{{1,2}}){{5}})_(?:[^/]+/{FOLDERS})?{FILE}",
        "Lines_hazel_attempt_2030-10-01-23-30-00_lines.ipynb",
        "https://github.com/kwurst/bb-file-cleanup",
    ),
    "Gradescope": System(
        "gradescope",
        # submission_SUBMISSION/FILE; submission_metadata.yml beside these folders says whose each one is
        rf"/(?P<user>submission_\d+)/{FOLDERS}{FILE}",
        "submission_565951130/lines.ipynb",
        "https://guides.gradescope.com/hc/en-us/articles/22066784117901-Grading-Online-Assignments",
    ),
    "GitHubClassroom": System(
        "github-classroom",
        # ASSIGNMENT-submissions/ASSIGNMENT-USERNAME/FILE, as `gh classroom clone student-repos` makes them
        rf"/(?P<name>[^/]+)-submissions/(?P=name)-(?P<user>[^/]+)/{FOLDERS}{FILE}",
        "lines-submissions/lines-ann-hazel/lines.ipynb",
        "https://github.com/github/gh-classroom/blob/main/cmd/gh-classroom/clone/student-repos/student-repos.go",
    ),
}
