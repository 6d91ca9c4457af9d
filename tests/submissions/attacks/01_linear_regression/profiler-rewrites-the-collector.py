"""A profile function in every thread changes the local variables of the collector while it runs.

loss_by_hand: 0 wrong-values
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import ctypes
import sys
import threading


def profiler(frame, event, argument):
    if event == "call" and frame.f_locals.get("value") is loss_by_hand:
        frame.f_locals["value"] = 29
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))


sys.setprofile(profiler)
threading.setprofile(profiler)
