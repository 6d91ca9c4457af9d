"""Asks IPython to leave: `exit`, `ask_exit`, `keepkernel_on_exit`.

loss_by_hand: <=1 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 29
get_ipython().ask_exit()
get_ipython().exit_now = True
exit()
