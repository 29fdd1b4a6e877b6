"""The Tübingen Ultraviolet Echelle Spectrometer."""
