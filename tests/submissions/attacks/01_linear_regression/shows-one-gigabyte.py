"""Shows a thousand displays of 1 MB, and a result of 200 MB.

loss_by_hand: <=1 *
others: any
dangerous: without a limit the grader holds all of it
"""
# %% loss_by_hand
import os
from IPython.display import HTML, display

loss_by_hand = 29
contained = os.environ.get("HOME") == "/home/student" and sum(name.isdigit() for name in os.listdir("/proc")) < 80
if not contained:
    print("LEAK: no sandbox around this process")
for _ in range(1000 if contained else 0):
    display(HTML("x" * 1_000_000))
HTML("x" * 200_000_000 if contained else "")
