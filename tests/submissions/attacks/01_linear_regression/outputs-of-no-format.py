"""What is shown is against the notebook's format: numbers for text, names that are no MIME type, a negative count."""
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

get_ipython().display_pub.publish({"text/plain": 3, "no mime type": [1], "": None, "text/html": {"a": 1}})
for data in ({"text/plain": 1}, {"text/plain": [1, [2]]}, {"image/png": None}, {"application/json": "a"}):
    sent.send(frame({"number": kernel._number, "ended": False, "outputs": [{"type": "display_data", "data": data}]}))
sent.send(frame({"number": kernel._number, "ended": True, "outputs": [], "count": -3, "seconds": -1e308}))
import time

time.sleep(0.5)
