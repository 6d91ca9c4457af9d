"""Canvas and Moodle: collect what was handed in, export grades."""
