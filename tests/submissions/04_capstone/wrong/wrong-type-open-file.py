"""The state itself instead of a path.

saved_state: 0 wrong-type
"""
# %% saved_state
state_file = model.state_dict()
reloaded = copy.deepcopy(model)
