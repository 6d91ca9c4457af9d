"""The optimizer of case 6 holds the parameters of another network: that is as true as a copy that was trained."""
# %% diagnosis_6
diagnosis_6 = "optimizer-other-model"
