"""Cells call `sys.exit()`, raise SystemExit and leave with `quit()`, after their work is done."""
# %% loss_by_hand
import sys

loss_by_hand = 29
sys.exit(0)
# %% parameters
a = net.linear.weight.item()
b = net.linear.bias.item()
raise SystemExit("done")
