"""Every warning is an error, in a process that has already warned of much."""
# %% loss_by_hand
loss_by_hand = 29
import os
import warnings

warnings.simplefilter("error")
os.environ["PYTHONWARNINGS"] = "error"
