"""Judges of training by batches: datasets and loaders, one epoch, an evaluation, a network for several classes."""
