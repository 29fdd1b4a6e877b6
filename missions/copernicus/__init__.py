"""Copernicus, the third Orbiting Astronomical Observatory."""
