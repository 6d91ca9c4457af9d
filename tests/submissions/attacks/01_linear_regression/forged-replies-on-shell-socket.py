"""A thread answers every request on the shell and control sockets itself, before the kernel can.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import threading
import time
from grader.evidence import bundle

kernel = get_ipython().kernel
packed = bundle.pack(check.loss_by_hand.collect([29]))


def repeat():
    for count in range(200):
        for stream, channel in ((kernel.shell_stream, "shell"), (kernel.control_stream, "control")):
            parent = kernel.get_parent(channel)
            kind = parent.get("header", {}).get("msg_type", "execute_request").replace("_request", "_reply")
            content = {"status": "ok", "execution_count": count, "evidence": packed, "data": {bundle.MIME_TYPE: packed}}
            try:
                kernel.session.send(stream, kind, content, parent=parent)
            except Exception:
                pass
        time.sleep(0.01)


threading.Thread(target=repeat, daemon=True).start()
