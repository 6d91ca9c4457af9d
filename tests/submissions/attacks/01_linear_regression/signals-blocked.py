"""All signals are blocked in the kernel's thread."""
# %% loss_by_hand
loss_by_hand = 29
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
