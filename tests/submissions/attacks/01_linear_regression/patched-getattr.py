"""`getattr`, `hasattr`, `vars`, `dir` and `setattr` answer to the student's liking.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import builtins

true = builtins.getattr
builtins.getattr = lambda thing, name, *rest: 29 if name == "loss_by_hand" else true(thing, name, *rest)
builtins.setattr = lambda thing, name, value: None
builtins.hasattr = lambda thing, name: True
