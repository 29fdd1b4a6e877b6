"""The archive's older service interface, which ``astroquery.mast.Observations`` speaks."""
