"""Sends signals to the parent process: interrupt, terminate, kill, stop.

loss_by_hand: <=1 *
others: any
dangerous: without a sandbox the grader itself is stopped
"""
# %% loss_by_hand
loss_by_hand = 29
import os
import signal

contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGSTOP, signal.SIGKILL) if contained else ():
    try:
        os.kill(os.getppid(), kind)
    except (PermissionError, ProcessLookupError):
        pass
