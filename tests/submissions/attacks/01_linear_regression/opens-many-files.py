"""Opens as many files as it can, up to 50,000.

loss_by_hand: <=1 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 29
kept = []
try:
    while len(kept) < 50_000:
        kept.append(open("/dev/null"))
except OSError:
    pass
if len(kept) >= 50_000:
    print("LEAK: opened", len(kept), "files")
