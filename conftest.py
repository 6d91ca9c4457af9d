"""The notebooks of tests/ and of nbval belong to the same student, no matter who runs them."""

import os

os.environ["GRADER_STUDENT"] = "teacher"  # the student whose outputs are saved in solutions/: see docs/authoring.md
