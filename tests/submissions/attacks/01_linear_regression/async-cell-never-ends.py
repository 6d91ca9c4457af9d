"""A cell that waits for ever catches the cancellation, and waits again.

repair: 0 timed-out
transfer: 0 timed-out
"""
# %% repair
import asyncio

while True:
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        pass
