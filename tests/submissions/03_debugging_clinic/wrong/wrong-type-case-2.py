"""The name stands for text.

case_2: 0 wrong-type
"""
# %% case_2
case_2 = "remove .item()"
