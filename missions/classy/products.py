"""The files of CLASSY: the upstream archive lists and serves them."""

from mastsite.search.declare import Products, Upstream

products = Products(upstream=Upstream("classy"), upstream_uris=("mast:HLSP/classy/",))
