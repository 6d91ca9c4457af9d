"""Spaces around the codes."""
# %% diagnosis_1
diagnosis_1 = " broadcast-target"
# %% diagnosis_2
diagnosis_2 = 'detached-loss '
# %% diagnosis_4
diagnosis_4 = """
model-not-fresh
"""
