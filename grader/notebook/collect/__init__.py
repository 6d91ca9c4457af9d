"""Turn a learner's objects into evidence."""
