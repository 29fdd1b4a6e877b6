"""The files of Webb: our rows are plans without file sets, so that no list is here; the upstream archive serves files."""

from mastsite.search.declare import Products

products = Products(
    upstream_uris=("mast:JWST/product/",),
    none_because="These rows are planned exposure slots; the archive lists files by fileSetName, which they do not have.",
)
