"""The event loop is stopped, and its executor shut down, from a callback between cells.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import asyncio

loop = asyncio.get_event_loop()
loop.call_later(0.05, loop.stop)
loop.call_soon(loop.close)
