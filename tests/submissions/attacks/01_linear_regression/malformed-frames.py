"""Frames that are no reply, of other numbers, types and encodings, go to the channel.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
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


for junk in (b"\0\0\0\2{}", frame([]), frame({"number": -1, "ended": None}), frame(b"\xff" * 1000), b"\xff\xff"):
    sent.send(junk)
