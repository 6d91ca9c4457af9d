"""Every task of the event loop is cancelled, the kernel's own among them.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import asyncio

for task in asyncio.all_tasks():
    task.cancel()
