"""The edge: one process that visitors, platforms and staff reach."""
