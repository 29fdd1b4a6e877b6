"""Files of data sets: what there is of each, where it is, and how to get it.

::

    from mastsite.products import listing, places

    listing.of(mission, ["Z14Z0104T", ...])      # -> Listing(products, messages): files of data sets, by identifier
    places.find("mast:TESS/product/...")         # -> Place(product, path, address), or None for an unknown URI
    places.find_all(uris, mission)               # the same for many, with one question to each table

`listing.of` takes identifiers in any case, in one question to the table; products come in the order of the
identifiers, and messages say which identifiers have none and why. It raises `listing.TooMany` past
`listing.MAX_DATASETS`, and the engine's `TimeLimit`; it asks the upstream archive only where a mission declares so and
``UPSTREAM_ARCHIVE`` is set. Pass ``ask_upstream=False`` for what this site knows by itself.

`local` is the operator's folder of files, `upstream` the questions to the upstream archive, `bundle` many files as one
stream, `fetching` real files out of pinned packages. To add one more mission's files: ``missions/<slug>/products.py``
(see `mastsite.search.declare.products`).
"""
