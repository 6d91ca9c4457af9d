"""Limits of resources are lowered as far as they go: nothing can be opened, written or allocated any more.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import resource

for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_DATA, resource.RLIMIT_AS, resource.RLIMIT_STACK):
    try:
        resource.setrlimit(kind, (0, 0))
    except (OSError, ValueError):
        pass
