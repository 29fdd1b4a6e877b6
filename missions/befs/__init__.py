"""The Berkeley Extreme and Far-Ultraviolet Spectrometer."""
