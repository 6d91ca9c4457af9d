"""What one might think of first.

diagnosis_1: 0 wrong-diagnosis
diagnosis_2: 0 wrong-diagnosis
diagnosis_3: 0 wrong-diagnosis
diagnosis_4: 0 wrong-diagnosis
diagnosis_5: 0 wrong-diagnosis
diagnosis_6: 0 wrong-diagnosis
"""
# %% diagnosis_1
diagnosis_1 = "wrong-criterion"
# %% diagnosis_2
diagnosis_2 = "learning-rate-too-low"
# %% diagnosis_3
diagnosis_3 = "missing-zero-grad"
# %% diagnosis_4
diagnosis_4 = "learning-rate-too-low"
# %% diagnosis_5
diagnosis_5 = "losses-missing"
# %% diagnosis_6
diagnosis_6 = "no-step"
