"""Errors that are explained."""
