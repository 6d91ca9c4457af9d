"""Judges of single things: data, a network, a criterion, an optimizer."""
