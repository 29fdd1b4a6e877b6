"""Properties of a collection that are ours beside those of HATS."""

STAMP = "mastsite_holdings"
"""Which loading it was made of."""
MARGIN = "mastsite_margin_arcsec"
"""How wide a cross-match with it may be."""
