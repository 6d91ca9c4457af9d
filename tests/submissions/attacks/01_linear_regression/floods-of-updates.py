"""Tens of thousands of displays of one id, and as many updates of all of them."""
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

sent.setblocking(True)
for about in (b"false", b"true"):
    for _ in range(20):
        outputs = b",".join([b'{"type":"display_data","data":{},"display_id":"a","update":%s}' % about] * 2000)
        sent.sendall(frame(b'{"number":%d,"ended":false,"outputs":[%s]}' % (kernel._number, outputs)))
sent.setblocking(False)
