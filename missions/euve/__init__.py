"""The Extreme Ultraviolet Explorer."""
