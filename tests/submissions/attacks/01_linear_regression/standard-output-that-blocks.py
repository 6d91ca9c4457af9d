"""Standard output never comes back.

others: any
"""
# %% loss_by_hand
loss_by_hand = 29
import sys
import time


class Blocks:
    def write(self, text):
        while True:
            time.sleep(1)

    flush = write


sys.stdout = Blocks()
