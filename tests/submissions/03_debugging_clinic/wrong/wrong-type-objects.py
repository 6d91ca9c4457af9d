"""Other things that are no text.

diagnosis_1: 0 wrong-type
diagnosis_2: 0 wrong-type
diagnosis_3: 0 wrong-type
diagnosis_4: 0 wrong-type
diagnosis_5: 0 wrong-type
diagnosis_6: 0 wrong-type
"""
# %% diagnosis_1
diagnosis_1 = y.squeeze()
# %% diagnosis_2
diagnosis_2 = b"detached-loss"
# %% diagnosis_3
diagnosis_3 = sick_3
# %% diagnosis_4
diagnosis_4 = True
# %% diagnosis_5
diagnosis_5 = new_net()
# %% diagnosis_6
diagnosis_6 = {"code": "trained-a-copy"}
