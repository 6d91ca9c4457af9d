"""Two codes are built from their parts."""
# %% diagnosis_3
diagnosis_3 = "-".join(["learning", "rate", "too", "high"])
# %% diagnosis_5
diagnosis_5 = " losses-not-floats "
