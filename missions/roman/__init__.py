"""The Nancy Grace Roman Space Telescope."""
