"""A regular expression that takes years, inside one call of C.

repair: 0 *
"""
# %% repair
import re

re.match("(a|a)+$", "a" * 60 + "b")
