"""The meaning from the table instead of the code.

diagnosis_2: 0 unknown-code
"""
# %% diagnosis_2
diagnosis_2 = "the loss is cut off from the graph that leads to the parameters"
