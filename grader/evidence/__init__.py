"""A student's objects as plain data: tensors, numbers and names that any process can judge."""
