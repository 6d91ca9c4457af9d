"""What one might think of next.

diagnosis_1: 0 wrong-diagnosis
diagnosis_2: 0 wrong-diagnosis
diagnosis_3: 0 wrong-diagnosis
diagnosis_4: 0 wrong-diagnosis
diagnosis_5: 0 wrong-diagnosis
diagnosis_6: 0 wrong-diagnosis
"""
# %% diagnosis_1
diagnosis_1 = "wrong-reduction"
# %% diagnosis_2
diagnosis_2 = "optimizer-other-model"
# %% diagnosis_3
diagnosis_3 = "step-before-backward"
# %% diagnosis_4
diagnosis_4 = "trained-a-copy"
# %% diagnosis_5
diagnosis_5 = "losses-not-recorded"
# %% diagnosis_6
diagnosis_6 = "detached-loss"
