"""The archive's older service interface, which ``astroquery.mast.Observations`` speaks.

``/api/v0/invoke`` takes an `envelope` with the name of a service; `services` finds its function, and `reply` writes the
table it gives, a row at a time. ``columnsconfig`` describes the columns (`columns`). Beside it stand two small services
that the same clients ask: the name resolver (`santa`) and the list of copies in a cloud (`views.path_lookup`).
`docs/observations.md` is the protocol in words.
"""
