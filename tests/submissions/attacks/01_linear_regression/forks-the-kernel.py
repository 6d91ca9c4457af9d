"""Forks the kernel's process, and lets the copy go on answering on the same sockets.

repair: <=3 *
transfer: <=3 *
dangerous: without a sandbox its copies outlive the run
"""
# %% repair
import os

for _ in range(3):
    os.fork()


def train_repaired(net, x, y, epochs):
    return [0.0] * epochs
