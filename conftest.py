"""For tests/ and for the solutions that nbval runs: whoever runs them, the notebooks are the same student's."""

import os

os.environ["GRADER_STUDENT"] = "teacher"  # whose solutions/ the outputs are saved of: see CONTRIBUTING.md
