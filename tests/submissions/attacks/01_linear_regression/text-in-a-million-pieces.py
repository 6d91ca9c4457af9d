"""A million characters go to standard output and error by turns, one at a time.

others: any
"""
# %% loss_by_hand
loss_by_hand = 29
import sys

for _ in range(100_000):
    sys.stdout.write("a")
    sys.stderr.write("b")
