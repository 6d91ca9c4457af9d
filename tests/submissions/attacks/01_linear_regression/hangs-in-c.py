"""A regular expression that takes years, inside one call of C that no interrupt reaches.

repair: 0 *
transfer: 0 *
"""
# %% repair
import re

re.match("(a|a)+$", "a" * 60 + "b")
