"""The other neighbour's code in each case.

diagnosis_1: 0 wrong-diagnosis
diagnosis_2: 0 wrong-diagnosis
diagnosis_3: 0 wrong-diagnosis
diagnosis_4: 0 wrong-diagnosis
diagnosis_5: 0 wrong-diagnosis
diagnosis_6: 0 wrong-diagnosis
"""
# %% diagnosis_1
diagnosis_1 = "trained-a-copy"
# %% diagnosis_2
diagnosis_2 = "broadcast-target"
# %% diagnosis_3
diagnosis_3 = "detached-loss"
# %% diagnosis_4
diagnosis_4 = "learning-rate-too-high"
# %% diagnosis_5
diagnosis_5 = "model-not-fresh"
# %% diagnosis_6
diagnosis_6 = "losses-not-floats"
