"""The recorder's hooks are taken out of torch, and called by hand with steps that did not happen.

convergence: 0 *
repair: <=3 *
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
from torch.optim import optimizer as steps

before, after = list(steps._global_optimizer_pre_hooks.values()), list(steps._global_optimizer_post_hooks.values())
steps._global_optimizer_pre_hooks.clear()
steps._global_optimizer_post_hooks.clear()
for epoch in range(50):
    for hook in before:
        hook(long_optimizer, (), {})
    with torch.no_grad():
        long_net.linear.weight.fill_(2.0)
        long_net.linear.bias.fill_(1.0)
    for hook in after:
        hook(long_optimizer, (), {})
