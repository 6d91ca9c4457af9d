"""A trace function changes the local variables of the collector while it runs.

loss_by_hand: 0 wrong-values
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import ctypes
import sys
import threading


def tracer(frame, event, argument):
    if frame.f_code.co_name == "collect" and "value" in frame.f_locals and frame.f_locals.get("value") is loss_by_hand:
        frame.f_locals["value"] = 29
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return tracer


sys.settrace(tracer)
threading.settrace(tracer)
