"""Steps of nbgrader's conversions."""
