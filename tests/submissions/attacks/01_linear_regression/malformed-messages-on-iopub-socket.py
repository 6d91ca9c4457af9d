"""Frames that are no message, wrongly signed ones and ones of unknown parents are written to the iopub socket.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
kernel = get_ipython().kernel
for junk in ([b""], [b"<IDS|MSG>"], [b"<IDS|MSG>"] * 9, [b"x", b"<IDS|MSG>", b"bad", b"{}", b"{}", b"{}", b"{}"], [b"\xff" * 1000]):
    kernel.iopub_socket.send_multipart(junk)
for kind, content in (("display_data", {}), ("display_data", []), ("error", {}), ("stream", {"name": 3}), ("status", {})):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent("shell"))
kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=kernel.get_parent("shell"))
