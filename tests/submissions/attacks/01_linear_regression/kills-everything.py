"""Sends SIGKILL to process 1, to its process group and to every process that there is.

loss_by_hand: <=1 *
others: any
dangerous: without a sandbox it stops the machine's processes
"""
# %% loss_by_hand
loss_by_hand = 29
import os
import signal

contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
else:
    for send in (lambda: os.kill(1, signal.SIGKILL), lambda: os.kill(-1, signal.SIGKILL), lambda: os.killpg(0, signal.SIGKILL)):
        try:
            send()
        except OSError:
            pass
