"""The notebooks of tests/ and of nbval belong to the same student, no matter who runs them."""

import os
import signal

os.environ["GRADER_STUDENT"] = "teacher"  # the student whose outputs are saved in solutions/: see docs/authoring.md

# A program that a shell starts in the background ignores Ctrl-C, and so would every process of the tests.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
