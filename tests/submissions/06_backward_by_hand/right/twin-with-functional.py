"""The twin uses a function of torch.nn.functional, and subtracts in place."""

# %% torch_twin
import torch.nn.functional as F


def torch_twin(weight, bias, epochs):
    parameters = [torch.tensor(weight), torch.tensor(bias)]
    for parameter in parameters:
        parameter.requires_grad = True
    x, y = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[3.0], [5.0], [7.0]])
    rows = []
    for epoch in range(epochs):
        loss = F.mse_loss(parameters[0] * x + parameters[1], y, reduction="sum")
        loss.backward()
        with torch.no_grad():
            for parameter in parameters:
                parameter.sub_(parameter.grad, alpha=0.01)
                parameter.grad = None
        rows.append(tuple(parameter.item() for parameter in parameters))
    return rows
