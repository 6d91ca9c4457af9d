"""Looks for the gradebook, reads it and gives everyone full points.

dangerous: without a sandbox it changes a real gradebook
"""
# %% loss_by_hand
loss_by_hand = 29
import glob
import os
import sqlite3
import grader

places, seen = [os.getcwd(), os.path.dirname(os.path.abspath(grader.__file__)), "/proc/self/root", "/proc/1/cwd"], set()
for place in places:
    while place not in seen:
        seen.add(place)
        for found in glob.glob(os.path.join(glob.escape(place), "*.db")):
            try:
                with sqlite3.connect(found) as base:
                    print("LEAK: opened", found, base.execute("select count(*) from grade").fetchall())
                    base.execute("update grade set auto_score = 100")
                    print("LEAK: wrote", found)
            except sqlite3.Error:
                pass
        place = os.path.dirname(place)
