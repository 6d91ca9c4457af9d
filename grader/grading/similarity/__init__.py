"""Find pairs of submissions that agree beyond what the assignment explains. Nothing of a student is executed."""

LINE = 8.0
"""Pairs from this similarity on are listed; docs/similarity.md says how it was measured."""
