"""Codes of the catalogue that the table does not show.

diagnosis_1: 0 unknown-code
diagnosis_2: 0 unknown-code
diagnosis_3: 0 unknown-code
diagnosis_4: 0 unknown-code
diagnosis_5: 0 unknown-code
diagnosis_6: 0 unknown-code
"""
# %% diagnosis_1
diagnosis_1 = "wrong-dtype"
# %% diagnosis_2
diagnosis_2 = "kernel-died"
# %% diagnosis_3
diagnosis_3 = "timed-out"
# %% diagnosis_4
diagnosis_4 = "missing-name"
# %% diagnosis_5
diagnosis_5 = "wrong-values"
# %% diagnosis_6
diagnosis_6 = "not-attempted"
