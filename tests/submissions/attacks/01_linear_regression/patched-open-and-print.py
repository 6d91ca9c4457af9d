"""`open`, `print`, `input`, `compile`, `exec` and `eval` are replaced.

loss_by_hand: 0 wrong-values
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import builtins

true_compile, true_exec = builtins.compile, builtins.exec
swap = lambda source: source.replace("(loss_by_hand)", "(29)") if isinstance(source, str) else source
builtins.open = lambda *args, **kwargs: None
builtins.print = lambda *args, **kwargs: None
builtins.compile = lambda source, *args, **kwargs: true_compile(swap(source), *args, **kwargs)
builtins.exec = lambda source, *args, **kwargs: true_exec(swap(source), *args, **kwargs)
builtins.eval = lambda source, *args, **kwargs: 29
