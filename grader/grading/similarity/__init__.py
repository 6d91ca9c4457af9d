"""Find pairs of submissions that agree beyond what the assignment explains. Nothing of a student is executed."""
