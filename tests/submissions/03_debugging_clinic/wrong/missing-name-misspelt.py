"""Other names than those asked for.

diagnosis_4: 0 missing-name
diagnosis_5: 0 missing-name
"""
# %% diagnosis_4
diagnosis4 = "model-not-fresh"
# %% diagnosis_5
Diagnosis_5 = "losses-not-floats"
