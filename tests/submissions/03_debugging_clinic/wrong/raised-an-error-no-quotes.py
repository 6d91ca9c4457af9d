"""The placeholder is left, and the quotation marks are missing.

diagnosis_3: 0 raised-an-error
diagnosis_6: 0 raised-an-error
"""
# %% diagnosis_3
diagnosis_3 = ...
diagnosis_3 = learning-rate-too-high
# %% diagnosis_6
diagnosis_6 = ...
diagnosis_6 = trained-a-copy
