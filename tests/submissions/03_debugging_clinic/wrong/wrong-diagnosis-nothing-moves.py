"""All kinds of loops in which nothing moves, for the case in which nothing moves, and others.

diagnosis_1: 0 wrong-diagnosis
diagnosis_2: 0 wrong-diagnosis
diagnosis_3: 0 wrong-diagnosis
diagnosis_4: 0 wrong-diagnosis
diagnosis_5: 0 wrong-diagnosis
diagnosis_6: 0 wrong-diagnosis
"""
# %% diagnosis_1
diagnosis_1 = "dead-network"
# %% diagnosis_2
diagnosis_2 = "no-step"
# %% diagnosis_3
diagnosis_3 = "zeroed-before-step"
# %% diagnosis_4
diagnosis_4 = "too-few-epochs"
# %% diagnosis_5
diagnosis_5 = "wrong-criterion"
# %% diagnosis_6
diagnosis_6 = "no-backward"
