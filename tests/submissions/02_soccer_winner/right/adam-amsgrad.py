"""Adam with `amsgrad`: class, learning rate and parameters are those of the text."""
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=0.1, amsgrad=True)
