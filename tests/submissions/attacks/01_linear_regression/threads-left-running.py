"""Fifty threads go on computing after their cell, with all the processor that they get."""
# %% loss_by_hand
loss_by_hand = 29
import threading



def burn():
    import time

    end = time.time() + 2
    while time.time() < end:
        time.sleep(0.001)


for _ in range(50):
    threading.Thread(target=burn).start()
