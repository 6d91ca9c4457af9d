"""A task that runs between cells changes what is graded later, and patches what collects.

loss_by_hand: 0 wrong-values
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
from grader.evidence import bundle

packed = bundle.pack(check.loss_by_hand.collect([29]))
import asyncio
from grader.core.exercise import Exercise
from grader.sandbox import worker_loop


async def later():
    while True:
        await asyncio.sleep(0)
        Exercise.collect = lambda self, *_: packed
        worker_loop.Reply = lambda *_, **__: packed


task = asyncio.ensure_future(later())
