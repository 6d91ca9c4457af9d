"""The process stops itself with SIGSTOP, and is alive but runs nothing.

repair: 0 *
transfer: 0 *
"""
# %% repair
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
