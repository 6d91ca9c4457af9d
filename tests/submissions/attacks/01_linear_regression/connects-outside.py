"""Opens connections to the outside, by address and by name, and sends datagrams."""
# %% loss_by_hand
loss_by_hand = 29
import socket

for address in (("1.1.1.1", 53), ("8.8.8.8", 443), ("93.184.216.34", 80), ("169.254.169.254", 80), ("10.0.0.1", 22)):
    try:
        with socket.create_connection(address, timeout=0.3):
            print("LEAK: connected to", address)
    except OSError:
        pass
try:
    print("LEAK: looked up", socket.gethostbyname("example.com"))
except OSError:
    pass
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
    try:
        datagrams.sendto(b"grader-attack", ("1.1.1.1", 53))
        print("LEAK: sent a datagram")
    except OSError:
        pass
