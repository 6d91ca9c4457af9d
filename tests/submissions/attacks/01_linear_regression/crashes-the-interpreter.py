"""Reads address 0.

repair: 0 kernel-died
transfer: 0 kernel-died
"""
# %% repair
import ctypes

ctypes.string_at(0)
