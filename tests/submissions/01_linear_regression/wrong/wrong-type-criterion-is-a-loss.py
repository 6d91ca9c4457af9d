"""The criterion is called at once, so that its name stands for one loss.

criterion: 0 wrong-type
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% criterion
criterion = nn.MSELoss(reduction="sum")(net(x_data), y_data)
