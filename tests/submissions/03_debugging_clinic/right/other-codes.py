"""Codes that can be defended as well."""
# %% diagnosis_1
diagnosis_1 = "wrong-shape"
# %% diagnosis_3
diagnosis_3 = "wrong-learning-rate"
# %% diagnosis_5
diagnosis_5 = "wrong-type"
# %% diagnosis_6
diagnosis_6 = "optimizer-other-model"
