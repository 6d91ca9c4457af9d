"""An autograder for Gradescope: the archive that it is built from, and what runs there.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""
