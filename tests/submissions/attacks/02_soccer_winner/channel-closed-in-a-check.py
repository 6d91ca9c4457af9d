"""`win_probability` closes the channel.

win_probability: 0 kernel-died
repair: 0 kernel-died
transfer: 0 kernel-died
"""
# %% win_probability
import os


def win_probability(goals_scored, goals_conceded):
    os.closerange(3, 65536)
    return 0.5
