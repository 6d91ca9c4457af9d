"""A TorchDispatchMode stays active after its cell and answers for tensors with the right numbers.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
from torch.utils._python_dispatch import TorchDispatchMode


class Lying(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        if isinstance(result, torch.Tensor) and result.numel() == 1 and result.dtype == torch.float64:
            torch.ops.aten.fill_.Scalar(result, 29.0)
        return result


Lying().__enter__()
