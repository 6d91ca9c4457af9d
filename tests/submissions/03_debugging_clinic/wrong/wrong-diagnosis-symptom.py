"""A symptom in place of a cause.

diagnosis_1: 0 wrong-diagnosis
diagnosis_2: 0 wrong-diagnosis
diagnosis_3: 0 wrong-diagnosis
diagnosis_4: 0 wrong-diagnosis
diagnosis_5: 0 unknown-code
diagnosis_6: 0 wrong-diagnosis
"""
# %% diagnosis_1
diagnosis_1 = "loss-too-high"
# %% diagnosis_2
diagnosis_2 = "not-converged"
# %% diagnosis_3
diagnosis_3 = "loss-too-high"
# %% diagnosis_4
diagnosis_4 = "hard-coded"
# %% diagnosis_5
diagnosis_5 = "raised-an-error"
# %% diagnosis_6
diagnosis_6 = "not-converged"
