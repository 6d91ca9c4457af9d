"""The class hides tensors of PyTorch.

add_and_multiply: 0 autograd-used
power_and_relu: 0 not-attempted
backward: 0 autograd-used
zero_and_step: 1 raised-an-error
fit_taxi: 0 autograd-used
transfer: 0 autograd-used
"""


# %% add_and_multiply
class Value:
    def __init__(self, data, tensor=None):
        self.tensor = torch.tensor(float(data), requires_grad=True) if tensor is None else tensor
        self.tensor.retain_grad()
        self.own = 0.0

    data = property(lambda self: self.tensor.item())

    @property
    def grad(self):
        return self.own if self.tensor.grad is None else self.tensor.grad.item()

    @grad.setter
    def grad(self, number):
        self.tensor.grad = torch.tensor(number)

    def __add__(self, other):
        return Value(0, self.tensor + other.tensor)

    def __mul__(self, other):
        return Value(0, self.tensor * other.tensor)

    def backward(self):
        self.tensor.backward(retain_graph=True)


# %% power_and_relu
pass

# %% backward
pass
