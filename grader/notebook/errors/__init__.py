"""Errors explained: from an exception, its line and the learner's own values to plain words.

Python's own errors are explained here too, and not by friendly_traceback (MIT). It was tried on sixteen mistakes: it is
best at syntax errors, where Python's own message has caught up since version 3.10, and for all others it defines terms
("an iterable is an object capable of ...") instead of naming the repair. It knows nothing of PyTorch.
"""
