"""Causes in words of one's own.

diagnosis_1: 0 unknown-code
diagnosis_2: 0 unknown-code
diagnosis_3: 0 unknown-code
diagnosis_4: 0 unknown-code
diagnosis_5: 0 unknown-code
diagnosis_6: 0 unknown-code
"""
# %% diagnosis_1
diagnosis_1 = "the shapes differ"
# %% diagnosis_2
diagnosis_2 = "the graph is cut"
# %% diagnosis_3
diagnosis_3 = "lr=0.5"
# %% diagnosis_4
diagnosis_4 = "net is used again"
# %% diagnosis_5
diagnosis_5 = "they are tensors"
# %% diagnosis_6
diagnosis_6 = "net is a copy"
