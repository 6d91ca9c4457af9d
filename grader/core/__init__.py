"""Words that all the rest shares: exercise, verdict, the catalogue of mistakes, numbers, errors."""
