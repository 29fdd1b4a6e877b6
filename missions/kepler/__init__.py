"""Planets confirmed in Kepler's field."""
