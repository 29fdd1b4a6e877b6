"""The Ultraviolet and Optical Telescope of Swift."""
