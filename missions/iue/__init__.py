"""The International Ultraviolet Explorer."""
