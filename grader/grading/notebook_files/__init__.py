"""Notebooks as files: read what a student handed in, build cells, and write."""
