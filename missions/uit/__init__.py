"""The Ultraviolet Imaging Telescope."""
