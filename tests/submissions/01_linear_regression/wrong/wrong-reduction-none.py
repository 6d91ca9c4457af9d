"""No reduction at all: one loss for each point, which `backward` refuses.

criterion: 0 wrong-reduction
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% criterion
criterion = nn.MSELoss(reduction="none")
