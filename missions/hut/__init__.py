"""The Hopkins Ultraviolet Telescope."""
