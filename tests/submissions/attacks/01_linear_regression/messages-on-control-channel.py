"""A client made from the connection file asks the kernel to shut down, on the control channel.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import time
from ipykernel.connect import get_connection_file
from jupyter_client import BlockingKernelClient

client = BlockingKernelClient(connection_file=get_connection_file())
client.load_connection_file()
client.start_channels()
for _ in range(3):
    client.session.send(client.control_channel.socket, "interrupt_request", {})
    client.session.send(client.control_channel.socket, "evidence_request", {"exercise": "loss_by_hand", "ticket": "0"})
    client.session.send(client.control_channel.socket, "shutdown_request", {"restart": False})
time.sleep(1)
