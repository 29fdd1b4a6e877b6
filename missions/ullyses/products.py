"""The files of ULLYSES: the upstream archive lists them by observation, and serves them."""

from mastsite.search.declare import Products, Upstream

products = Products(upstream=Upstream("ullyses", column="observation_id"), upstream_uris=("mast:HLSP/ullyses/",))
