"""Makes 20,000 small files and deep folders in its own folder."""
# %% loss_by_hand
loss_by_hand = 29
import os

try:
    os.makedirs("many")
    for number in range(20_000):
        with open(f"many/{number}", "w") as file:
            file.write("x")
    os.makedirs("/".join(["deep"] * 200))
except OSError:
    pass
