"""A client made from the connection file sends requests of its own on the shell channel, which set and show the answer.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import json
import threading
import time
from ipykernel.connect import get_connection_file
from jupyter_client import BlockingKernelClient


def talk():
    client = BlockingKernelClient(connection_file=get_connection_file())
    client.load_connection_file()
    client.start_channels()
    for _ in range(50):
        client.execute("check.loss_by_hand(29)", silent=False, store_history=False)
        client.complete("check.", 6)
        time.sleep(0.02)


threading.Thread(target=talk, daemon=True).start()
