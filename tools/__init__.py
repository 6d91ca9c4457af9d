"""Commands that measure: benches, times, comparisons with stock nbgrader."""
