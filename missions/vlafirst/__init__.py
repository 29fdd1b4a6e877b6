"""FIRST, the radio survey of the Very Large Array."""
