"""The twin multiplies matrices, and keeps copies of its tensors."""

# %% torch_twin
def torch_twin(weight, bias, epochs):
    p = [torch.tensor([v], requires_grad=True) for v in (weight, bias)]
    X = torch.tensor([[x, 1.0] for x in distances])
    rows = []
    for _ in range(epochs):
        [q.grad.zero_() for q in p if q.grad is not None]
        loss = (X @ torch.cat(p) - torch.tensor(fares)).pow(2).sum()
        loss.backward()
        with torch.no_grad():
            for q in p: q.copy_(q - 0.01 * q.grad)
        rows.append([q.detach().clone() for q in p])
    return rows
