"""Objects whose `__del__` and weak reference callbacks patch the collector when memory is cleaned up.

loss_by_hand: 0 wrong-values
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import gc
from grader.evidence.values import Value

true_collect = Value.collect.__func__
patched = classmethod(lambda cls, value, name: true_collect(cls, 29 if value == 28 else value, name))


class Reborn:
    def __del__(self):
        Value.collect = patched
        again = Reborn()
        again.itself = again


Reborn()
gc.callbacks.append(lambda phase, info: setattr(Value, "collect", patched))
gc.set_threshold(1)
