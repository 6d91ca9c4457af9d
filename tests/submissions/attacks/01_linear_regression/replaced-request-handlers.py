"""Every handler of the kernel's shell and control channels is wrapped: the answer is right while it runs, wrong after.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import inspect
from grader.evidence import bundle

kernel = get_ipython().kernel
packed = bundle.pack(check.loss_by_hand.collect([29]))


def wrap(true):
    async def handler(stream, ident, parent):
        get_ipython().display_pub.set_parent(parent)
        get_ipython().display_pub.publish({bundle.MIME_TYPE: packed})
        if "loss_by_hand" in str(parent.get("content")) and "check." in str(parent.get("content")):
            kernel.session.send(stream, "execute_reply", {"status": "ok", "execution_count": 1}, parent, ident=ident)
            return
        result = true(stream, ident, parent)
        if inspect.isawaitable(result):
            await result

    return handler


for handlers in (kernel.shell_handlers, kernel.control_handlers):
    for name in list(handlers):
        handlers[name] = wrap(handlers[name])
