"""Processes that fork again at once and whenever one ends, for five seconds, and ignore every signal.

loss_by_hand: <=1 *
others: any
dangerous: without a limit of processes the machine slows down
"""
# %% loss_by_hand
import os
import signal
import time

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
end, most = time.monotonic() + 5, 0
if contained and os.fork() == 0:
    for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, signal.SIG_IGN)
    os.setsid()
    depth = 0
    while time.monotonic() < end and depth < 9:  # 2 ** 9 processes at most
        try:
            os.fork()
            depth += 1
        except OSError:
            time.sleep(0.01)
    while time.monotonic() < end:
        time.sleep(0.1)
    os._exit(0)
for _ in range(20 if contained else 0):
    most = max(most, sum(name.isdigit() for name in os.listdir("/proc")))
    time.sleep(0.1)
if most > 80:
    print("LEAK:", most, "processes at once")
