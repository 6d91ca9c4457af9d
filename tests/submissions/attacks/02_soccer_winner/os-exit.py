"""Ends the process with status 0 after the training.

accuracy: 0 kernel-died
win_probability: 0 kernel-died
repair: 0 kernel-died
transfer: 0 kernel-died
"""
# %% accuracy
import os

os._exit(0)
