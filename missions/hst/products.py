"""The files of Hubble's data sets: the upstream archive lists and serves them."""

from mastsite.search.declare import Products, Upstream

products = Products(upstream=Upstream("hst"), upstream_uris=("mast:HST/product/",))
