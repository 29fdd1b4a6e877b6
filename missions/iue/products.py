"""The files of IUE: the upstream archive lists and serves them."""

from mastsite.search.declare import Products, Upstream

products = Products(upstream=Upstream("iue"), upstream_uris=("mast:IUE/",))
