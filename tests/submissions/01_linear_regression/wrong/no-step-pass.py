"""The loop's body is `pass`.

training: 0 no-step
parameters: 0 no-step
"""
# %% training
losses = []
for epoch in range(100):
    pass
