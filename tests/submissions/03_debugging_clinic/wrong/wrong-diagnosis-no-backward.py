"""backward() ran, and so did step().

diagnosis_1: 0 wrong-diagnosis
diagnosis_2: 0 wrong-diagnosis
diagnosis_3: 0 wrong-diagnosis
diagnosis_4: 0 wrong-diagnosis
diagnosis_5: 0 wrong-diagnosis
diagnosis_6: 0 wrong-diagnosis
"""
# %% diagnosis_1
diagnosis_1 = "no-backward"
# %% diagnosis_2
diagnosis_2 = "no-backward"
# %% diagnosis_3
diagnosis_3 = "no-backward"
# %% diagnosis_4
diagnosis_4 = "no-step"
# %% diagnosis_5
diagnosis_5 = "no-step"
# %% diagnosis_6
diagnosis_6 = "zeroed-before-step"
