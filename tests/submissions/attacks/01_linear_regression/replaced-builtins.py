"""The names of `builtins` that a collector needs are deleted.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import builtins

for name in ("isinstance", "len", "dict", "zip", "next", "getattr", "sum", "tuple", "id", "Exception"):
    delattr(builtins, name)
