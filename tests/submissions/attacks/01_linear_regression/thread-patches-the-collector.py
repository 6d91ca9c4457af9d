"""A thread patches the collector anew every few milliseconds, and searches the heap for nonces to forge evidence with.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import threading
import time
from grader.evidence import bundle
from grader.evidence.values import Value

true_collect = Value.collect.__func__
true_pack = bundle.pack


def patch():
    for _ in range(600):
        Value.collect = classmethod(lambda cls, value, name: true_collect(cls, 29 if value == 28 else value, name))
        time.sleep(0.002)


threading.Thread(target=patch, daemon=True).start()
