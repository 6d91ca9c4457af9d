"""Codes with slips of the pen.

diagnosis_1: 0 unknown-code
diagnosis_2: 0 unknown-code
diagnosis_3: 0 unknown-code
diagnosis_4: 0 unknown-code
diagnosis_5: 0 unknown-code
diagnosis_6: 0 unknown-code
"""
# %% diagnosis_1
diagnosis_1 = "brodcast-target"
# %% diagnosis_2
diagnosis_2 = "detached loss"
# %% diagnosis_3
diagnosis_3 = "learning_rate_too_high"
# %% diagnosis_4
diagnosis_4 = "model not fresh"
# %% diagnosis_5
diagnosis_5 = "losses-no-floats"
# %% diagnosis_6
diagnosis_6 = "trained-copy"
