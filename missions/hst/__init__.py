"""The Hubble Space Telescope."""
