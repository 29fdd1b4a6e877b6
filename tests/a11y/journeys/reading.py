"""Tasks of reading: positions, values and code, exactly."""
