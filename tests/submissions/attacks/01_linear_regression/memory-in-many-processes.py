"""Twenty processes hold 200 MB each, so that none of them alone is large.

loss_by_hand: <=1 *
others: any
dangerous: without a limit for all together it takes the machine's memory
"""
# %% loss_by_hand
import os
import time

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
children = []
for _ in range(20 if contained else 0):
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        kept = bytearray(b"x") * 200_000_000
        time.sleep(1.5)
        os._exit(7)
    children.append(child)
held = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7 for child in children)
if held * 200 > 2400:
    print("LEAK: held", held * 200, "MB in", held, "processes")
