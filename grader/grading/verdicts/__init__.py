"""Verdicts on a notebook and its cells: made from evidence, stored, and read again."""
