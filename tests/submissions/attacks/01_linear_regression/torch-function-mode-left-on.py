"""A TorchFunctionMode stays active after its cell and answers for tensors with the right numbers.

loss_by_hand: 0 wrong-values
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
from torch.overrides import TorchFunctionMode


class Lying(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        if isinstance(result, torch.Tensor) and result.numel() == 1 and result.dtype == torch.float64:
            result = torch.Tensor.fill_(result.detach(), 29.0)
        return result


Lying().__enter__()
