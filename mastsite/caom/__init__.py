"""Every mission as the archive's common observation model (CAOM) sees it.

A mission declares in ``missions/<slug>/caom.py`` where the model's fields are from. A search of the model (`asked`)
becomes one `Query` for each mission that can answer it (`search.plan`), so that the one engine finds the rows; what a
mission has no column for, it cannot match, and the plan's messages say so.
"""
