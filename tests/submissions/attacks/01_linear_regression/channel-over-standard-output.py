"""The channel is put over standard output and error, and programs write to it.

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

import subprocess

os.dup2(number_of_channel, 1)
os.dup2(number_of_channel, 2)
os.write(1, b"LEAK is no frame")
subprocess.run(["echo", "nor is this"])
