"""A cell shows, as JSON and as metadata, nested lists that a writer of notebooks cannot follow, and indents."""
# %% loss_by_hand
loss_by_hand = 29
import json
import os
import socket
import struct


def channel():
    for descriptor in sorted(map(int, os.listdir("/proc/self/fd"))):
        try:
            found = socket.socket(fileno=os.dup(descriptor))
        except OSError:
            continue
        maker = struct.unpack("3i", found.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        if found.family == socket.AF_UNIX and found.type == socket.SOCK_STREAM and maker != os.getpid():
            return found, descriptor


sent, number_of_channel = channel()


def frame(message):
    document = message if isinstance(message, bytes) else json.dumps(message).encode()
    return len(document).to_bytes(4, "big") + document

kernel = get_ipython().outputs._send.__self__

for levels in (100, 300, 600, 900):
    deep = b"[" * levels + b"1," * 100 + b"1" + b"]" * levels
    for shown in (
        b'{"type": "display_data", "data": {"application/json": %s}}',
        b'{"type": "display_data", "data": {}, "metadata": {"a": %s}}',
        b'{"type": "execute_result", "data": {"text/plain": %s}, "metadata": {}}',
    ):
        sent.send(frame(b'{"number": %d, "ended": false, "outputs": [%s]}' % (kernel._number, shown % deep)))
