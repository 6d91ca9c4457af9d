"""Hooks that Python calls now and then, for threads, exits, audits, faults and garbage, hang or raise.

others: any
"""
# %% loss_by_hand
loss_by_hand = 29
import faulthandler
import gc
import sys
import threading

threading.excepthook = sys.excepthook = sys.unraisablehook = sys.displayhook = lambda *_: 1 / 0
threading.settrace(lambda *_: 1 / 0)
faulthandler.dump_traceback_later(0.2, repeat=True, file=open("/tmp/faults", "w"))
gc.freeze()
gc.callbacks.append(lambda *_: 1 / 0)


def audit(event, arguments):
    if event.startswith(("socket.", "os.")):
        raise RuntimeError(event)


sys.addaudithook(audit)
