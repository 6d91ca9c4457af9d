"""Judges of training by batches: data sets and loaders, one epoch, an evaluation, a network for several classes."""
