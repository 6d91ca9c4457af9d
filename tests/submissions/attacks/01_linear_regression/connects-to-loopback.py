"""Connects to servers on the machine's own loopback address, and to abstract Unix sockets."""
# %% loss_by_hand
loss_by_hand = 29
import socket

for port in (47811, 22, 5432, 8888):
    for host in ("127.0.0.1", "::1"):
        try:
            with socket.create_connection((host, port), timeout=0.3) as connection:
                print("LEAK: connected to port", port, connection.recv(100))
        except OSError:
            pass
with socket.socket(socket.AF_UNIX) as connection:
    connection.settimeout(0.3)
    try:
        connection.connect("\0grader-attack-socket")
        print("LEAK: connected to an abstract socket", connection.recv(100))
    except OSError:
        pass
try:
    for line in open("/proc/net/unix").read().splitlines():
        if "grader-attack-socket" in line:
            print("LEAK: sees the socket", line)
except OSError:
    pass
