"""The name stands for the losses, not for the function.

case_1: 0 wrong-type
"""
# %% case_1
case_1 = healthy(new_net(), x, y, 30)
