"""The files of Roman: the upstream archive lists and serves them."""

from mastsite.search.declare import Products, Upstream

products = Products(upstream=Upstream("roman"), upstream_uris=("mast:ROMAN/",))
