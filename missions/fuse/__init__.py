"""The Far Ultraviolet Spectroscopic Explorer."""
