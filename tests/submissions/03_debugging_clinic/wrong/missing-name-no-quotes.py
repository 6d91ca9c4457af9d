"""The quotation marks are missing.

diagnosis_1: 0 missing-name
diagnosis_2: 0 missing-name
"""
# %% diagnosis_1
diagnosis_1 = broadcast-target
# %% diagnosis_2
diagnosis_2 = detached - loss
