"""The repaired function keeps one tensor, and calls torch.autograd.grad."""


# %% repair
def train_repaired(weight, bias, x, y, epochs):
    p = torch.tensor([weight, bias], requires_grad=True)
    losses = torch.zeros(epochs)
    for i in range(epochs):
        total = (p[0] * x + p[1] - y).pow(2).sum()
        losses[i] = total.detach()
        with torch.no_grad():
            p -= 0.01 * torch.autograd.grad(total, p)[0]
    return losses.tolist()
