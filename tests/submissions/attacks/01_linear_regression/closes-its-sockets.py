"""Closes every file descriptor of its own process.

repair: 0 *
transfer: 0 *
"""
# %% repair
import os

os.closerange(0, 65536)
