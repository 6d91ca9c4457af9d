"""Judges that lessons share: each yields the findings of one concept, from evidence alone."""
