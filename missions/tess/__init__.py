"""The Transiting Exoplanet Survey Satellite."""
