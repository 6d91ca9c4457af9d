"""Not a text.

diagnosis_1: 0 wrong-type
diagnosis_2: 0 wrong-type
diagnosis_3: 0 wrong-type
diagnosis_4: 0 wrong-type
diagnosis_5: 0 wrong-type
diagnosis_6: 0 wrong-type
"""
# %% diagnosis_1
diagnosis_1 = ["broadcast-target"]
# %% diagnosis_2
diagnosis_2 = ("detached-loss",)
# %% diagnosis_3
diagnosis_3 = 3
# %% diagnosis_4
diagnosis_4 = None
# %% diagnosis_5
diagnosis_5 = {"losses-not-floats"}
# %% diagnosis_6
diagnosis_6 = copy.deepcopy
