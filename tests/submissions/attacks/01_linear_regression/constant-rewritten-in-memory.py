"""The small integer 28 is overwritten by 29 in the interpreter's memory.

loss_by_hand: <=1 *
others: any
"""
# %% loss_by_hand
import ctypes

loss_by_hand = int("10028")
ctypes.c_uint32.from_address(id(loss_by_hand) + 24).value = 29
