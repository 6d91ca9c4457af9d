"""Nothing of the class is written.

add_and_multiply: 0 not-attempted
power_and_relu: 0 not-attempted
backward: 0 not-attempted
zero_and_step: 0 not-attempted
fit_taxi: 0 not-attempted
transfer: 0 not-attempted
"""

# %% add_and_multiply
Value = ...

# %% power_and_relu
pass

# %% backward
pass

# %% transfer
fit_cut = ...

# %% zero_and_step
zero_grad = ...
step = ...

# %% fit_taxi
fit_taxi = ...
