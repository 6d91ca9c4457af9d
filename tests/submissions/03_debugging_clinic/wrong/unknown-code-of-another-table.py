"""Codes that checks use, but that the lesson's table does not have.

diagnosis_1: 0 unknown-code
diagnosis_3: 0 unknown-code
diagnosis_5: 0 unknown-code
"""
# %% diagnosis_1
diagnosis_1 = "wrong-shape"
# %% diagnosis_3
diagnosis_3 = "wrong-learning-rate"
# %% diagnosis_5
diagnosis_5 = "wrong-type"
