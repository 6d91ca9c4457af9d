"""Garbage collection is off and frozen."""
# %% loss_by_hand
loss_by_hand = 29
import gc

gc.disable()
gc.freeze()
gc.set_threshold(0)
