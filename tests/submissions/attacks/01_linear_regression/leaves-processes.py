"""Starts processes that are meant to outlive the kernel: in their own sessions, forked twice, ignoring hangups.

dangerous: without a sandbox its processes outlive the run
"""
# %% loss_by_hand
loss_by_hand = 29
import os
import subprocess
import sys
import time

for options in ({}, {"start_new_session": True}):
    try:
        subprocess.Popen(
            [sys.executable, "-c", "import signal, time; signal.signal(1, 1); time.sleep(300)  # grader-attack-process"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options,
        )
    except OSError:
        pass
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)  # grader-attack-process"])
    os._exit(0)
