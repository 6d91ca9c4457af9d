"""A cell never ends, and has the process ignore every signal that can be ignored.

repair: 0 *
transfer: 0 *
"""
# %% repair
import signal

for kind in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(kind, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    pass
