"""What plugs into nbgrader: preprocessors, and the pure functions under them."""
