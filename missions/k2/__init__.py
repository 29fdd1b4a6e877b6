"""K2, the second mission of Kepler."""
