"""What plugs into nbgrader's conversions. nbgrader_config.py names these preprocessors."""
