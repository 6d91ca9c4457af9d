"""The twin keeps both numbers in one tensor and calls torch.autograd.grad."""


# %% torch_twin
def torch_twin(weight, bias, epochs):
    both = torch.tensor([weight, bias], requires_grad=True)
    table = torch.tensor([[1.0, 1.0], [2.0, 1.0], [3.0, 1.0]])
    fares = torch.tensor([3.0, 5.0, 7.0])
    path = torch.zeros(epochs, 2)
    for epoch in range(epochs):
        loss = (table @ both - fares).pow(2).sum()
        (slope,) = torch.autograd.grad(loss, both)
        both = (both.detach() - 0.01 * slope).requires_grad_(True)
        path[epoch] = both.detach()
    return path
