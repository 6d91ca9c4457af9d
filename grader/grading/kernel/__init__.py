"""What a kernel in the sandbox runs beside student code."""
