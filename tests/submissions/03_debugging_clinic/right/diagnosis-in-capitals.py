"""A code is written in capital letters."""
# %% diagnosis_3
diagnosis_3 = "Learning-Rate-Too-High"
# %% diagnosis_5
diagnosis_5 = "LOSSES-NOT-FLOATS"
