"""The commands that an instructor types, and what they print. `grader.cli` offers them."""
