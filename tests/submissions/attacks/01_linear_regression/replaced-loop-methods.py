"""Methods of the event loop are replaced: `sock_recv` is slow and gives one byte at a time."""
# %% loss_by_hand
loss_by_hand = 29
import asyncio

loop = asyncio.get_event_loop()
true_recv = type(loop).sock_recv


async def sock_recv(self, sock, count):
    await asyncio.sleep(0)
    return await true_recv(self, sock, min(count, 997))


type(loop).sock_recv = sock_recv
loop.set_exception_handler(lambda *_: print("handled"))
loop.set_debug(True)
