"""The channel's buffers are made as small as possible, and filled.

repair: 0 *
transfer: 0 *
"""
# %% repair
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

sent.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
sent.setblocking(False)
try:
    while True:
        sent.send(b"\0" * 1000)
except BlockingIOError:
    pass
