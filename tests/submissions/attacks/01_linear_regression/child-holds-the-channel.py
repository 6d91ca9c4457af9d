"""A child of the kernel keeps the channel open when the kernel is gone.

repair: 0 kernel-died
transfer: 0 kernel-died
dangerous: without a sandbox the child outlives the run
"""
# %% repair
import os
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(300)
    os._exit(0)
os._exit(0)
