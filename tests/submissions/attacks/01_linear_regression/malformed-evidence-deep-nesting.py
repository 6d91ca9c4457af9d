"""A message holds evidence of a hundred thousand nested lists, written as raw bytes past the session's JSON.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
from grader.evidence import bundle

kernel = get_ipython().kernel
deep = '{"version": 1, "tensors": "", "tree": ' + "[" * 100_000 + "]" * 100_000 + "}"
content = '{"data": {"%s": %s}, "metadata": {}, "transient": {}}' % (bundle.MIME_TYPE, deep)
check.loss_by_hand = lambda *values, **options: send()


def send():
    session = kernel.session
    parts = session.serialize(session.msg("display_data", {}, parent=kernel.get_parent("shell")))
    parts[-1] = content.encode()
    start = parts.index(b"<IDS|MSG>") + 1
    parts[start] = session.sign(parts[start + 1 :])
    kernel.iopub_socket.send_multipart([b"display_data", *parts])


send()
