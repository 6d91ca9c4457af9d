"""Right answers that show 5,000 separate outputs and update one display 5,000 times."""
# %% loss_by_hand
from IPython.display import display

loss_by_hand = 29
for number in range(5_000):
    display(number)
handle = display(0, display_id=True)
for number in range(5_000):
    handle.update(number)
