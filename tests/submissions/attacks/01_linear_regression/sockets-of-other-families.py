"""Opens sockets of every family: a virtual machine's, the system's own, raw ones."""
# %% loss_by_hand
import socket

loss_by_hand = 29
opened = []
for family in range(3, 46):
    if family == socket.AF_INET6:
        continue
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind).close()
            opened.append(family)
        except OSError:
            pass
if opened:
    print("LEAK: sockets of families", sorted(set(opened)))
