"""Tasks at a table of results."""
